"""Tables of the timeline stage."""

import polars as pl

from analysis.contract import Column, Table, filters

_ARTICLE = Column("doc_id", pl.String, "article")
_SENTENCE = Column("sentence", pl.Int32, "0-based sentence of the article")
_SERIES = Column(
    "series",
    pl.String,
    "all, outlet:<outlet>, term:<term>, entity:<entity_id> or edge:<entity_id>|<entity_id>",
)

DATES = Table(
    "40_timeline/dates",
    "date expression",
    (
        _ARTICLE,
        _SENTENCE,
        Column("start", pl.Int64, "first code point in documents.text", "code points"),
        Column("end", pl.Int64, "end, exclusive", "code points"),
        Column("surface", pl.String, "the expression as it stands in the text"),
        Column("type", pl.String, "DATE, TIME, DURATION or SET"),
        Column("value", pl.String, "TimeML value; unresolved stays relative, such as XXXX-WXX-2"),
        Column("first", pl.Date, "first day meant; null if unresolved", "day", nullable=True),
        Column("last", pl.Date, "last day meant; null if unresolved", "day", nullable=True),
        Column("basis", pl.String, "what resolved it: explicit, published, previous, corpus, none"),
    ),
    ("doc_id", "start", "end"),
)

COVERAGE = Table(
    "40_timeline/coverage",
    "period and series; periods without any article stand only in the series all, share null",
    (
        Column("period", pl.Date, "first day of the period", "day"),
        Column("unit", pl.String, "day, week (from Monday) or month"),
        _SERIES,
        Column("documents", pl.Int64, "articles of the series, copies left out", "articles"),
        Column(
            "sentences",
            pl.Int64,
            "sentences that hold the term, entity or both of the pair; else all",
            "sentences",
        ),
        Column(
            "mentions",
            pl.Int64,
            "mentions of the term or entity, sentences with the pair; else mentions of any name",
            "mentions",
        ),
        Column(
            "share",
            pl.Float64,
            "documents of the series / all of the period",
            "0..1",
            nullable=True,
        ),
        Column(
            "share_low", pl.Float64, "lower end of its 95 % Wilson interval", "0..1", nullable=True
        ),
        Column("share_high", pl.Float64, "upper end of it", "0..1", nullable=True),
    ),
    ("unit", "series", "period"),
)

BURSTS = Table(
    "40_timeline/bursts",
    "burst: a run of days on which a series is more frequent (Kleinberg's two-state automaton)",
    (
        _SERIES,
        Column("first", pl.Date, "first day", "day"),
        Column("last", pl.Date, "last day", "day"),
        Column("level", pl.Int32, "state of the automaton; 1 is the burst state"),
        Column(
            "weight", pl.Float64, "cost saved against the base state; higher = stronger", "nats"
        ),
        Column("documents", pl.Int64, "articles of the series in the burst", "articles"),
    ),
    ("series", "first"),
)

CHANGEPOINTS = Table(
    "40_timeline/changepoints",
    "week at which the level of a series changes (exact Bayesian segmentation)",
    (
        _SERIES,
        Column("period", pl.Date, "Monday of the first week of the new level", "day"),
        Column(
            "probability", pl.Float64, "posterior that a level begins within a week of it", "0..1"
        ),
        Column("first", pl.Date, "first week of the 90 % credible interval", "day"),
        Column("last", pl.Date, "last week of it", "day"),
        Column("before", pl.Float64, "level before: share, or articles a week for all and outlets"),
        Column("after", pl.Float64, "level after"),
    ),
    ("series", "period"),
)

TOLLS = Table(
    "40_timeline/tolls",
    "reported figure: a number of people said to be killed, injured and so on",
    (
        _ARTICLE,
        _SENTENCE,
        Column(
            "start", pl.Int64, "first code point of the number, without its bound", "code points"
        ),
        Column("end", pl.Int64, "end, exclusive", "code points"),
        Column("surface", pl.String, "the number as it stands in the text"),
        Column("value", pl.Int64, "the number", "people"),
        Column("bound", pl.String, "exact, at_least, more_than, at_most, less_than or about"),
        Column("outcome", pl.String, "killed, injured, missing, displaced, detained or abducted"),
        Column(
            "group",
            pl.String,
            "people, civilians, children, women, journalists, aid_workers, medics, "
            "soldiers, fighters, police, settlers, hostages or prisoners",
        ),
        Column(
            "place",
            pl.String,
            "place as named in the sentence; of a total, also that of its source",
            nullable=True,
        ),
        Column("attributed_to", pl.String, "who says so, in the sentence's words", nullable=True),
        Column("cumulative", pl.Boolean, "running total (true), one event (false)", nullable=True),
        Column("as_of", pl.Date, "day for which the figure holds", "day", nullable=True),
        Column("place_id", pl.String, "entity_id of the place", nullable=True),
        Column(
            "subset", pl.Boolean, "part of another figure of the sentence (including 46 children)"
        ),
        Column("basis", pl.String, "rule or hand"),
        Column(
            "nationality",
            pl.String,
            "nationality by which the people are counted, in the sentence's word",
            nullable=True,
        ),
        Column(
            "source_id", pl.String, "entity_id of who says so; null where none is", nullable=True
        ),
    ),
    ("doc_id", "start", "outcome", "bound"),
)

DISAGREEMENTS = Table(
    "40_timeline/disagreements",
    "day and scope for which differing figures were reported; copies left out",
    (
        Column("day", pl.Date, "day for which the figures hold (as_of, else published)", "day"),
        Column("place", pl.String, "place; null where none is named", nullable=True),
        Column("outcome", pl.String, "killed, injured, …"),
        Column("group", pl.String, "people, children, …"),
        Column("cumulative", pl.Boolean, "running total, one event, or unsaid", nullable=True),
        Column("low", pl.Int64, "lowest figure", "people"),
        Column("high", pl.Int64, "highest figure", "people"),
        Column(
            "contradictory", pl.Boolean, "no number satisfies all the figures with their bounds"
        ),
        Column("sources", pl.List(pl.String), "who is named as source, else the outlet; sorted"),
        Column("outlets", pl.List(pl.String), "outlets that report; sorted"),
        Column("rows", pl.List(pl.String), "the tolls, each doc_id:start"),
    ),
    ("day", "place", "outcome", "group", "cumulative"),
)

EVENTS = Table(
    "40_timeline/events",
    "day to which many sources date something",
    (
        Column("day", pl.Date, "day on which it happened", "day"),
        Column("sentences", pl.Int64, "sentences dated to the day, copies left out", "sentences"),
        Column("documents", pl.Int64, "articles with such a sentence, copies left out", "articles"),
        Column("sources", pl.Int64, "outlets among them", "outlets"),
        Column(
            "headline_doc_id", pl.String, "article of the sentence that says best what happened"
        ),
        Column("headline_sentence", pl.Int32, "that sentence"),
        Column(
            "entities",
            pl.List(pl.String),
            "entity_ids most typical of the day, the most typical first",
        ),
        Column(
            "score",
            pl.Float64,
            "sum over outlets of 1 + ln(articles); higher = more widely reported",
        ),
        Column(
            "also_doc_id",
            pl.String,
            "article of a sentence on something else that happened on the day: of articles that do "
            "not name the first of `entities`; null where too few tell of any",
            nullable=True,
        ),
        Column("also_sentence", pl.Int32, "that sentence", nullable=True),
        Column("also_documents", pl.Int64, "articles that tell of it", "articles", nullable=True),
    ),
    ("day",),
)

LAGS = Table(
    "40_timeline/lags",
    "days from the day that a sentence speaks of to the article's publication; copies left out",
    (
        Column("lag", pl.Int32, "publication day less event day; negative = announced", "days"),
        Column("mentions", pl.Int64, "date expressions", "mentions"),
        Column("documents", pl.Int64, "articles with one", "articles"),
        Column("share", pl.Float64, "of all such expressions", "0..1"),
    ),
    ("lag",),
)

KNOWN_EVENTS = Table(
    "40_timeline/known_events",
    "event that the researcher added in hand/events.tsv",
    (
        Column("day", pl.Date, "day", "day"),
        Column("label", pl.String, "what happened"),
    ),
    ("day", "label"),
)

REFERENCE = Table(
    "40_timeline/reference",
    "figure of a reference series given in hand/reference.tsv",
    (
        Column("series", pl.String, "name of the series"),
        Column("day", pl.Date, "day", "day"),
        Column("value", pl.Float64, "figure"),
    ),
    ("series", "day"),
)

FILTERS = filters("40_timeline")

TABLES = (
    DATES,
    COVERAGE,
    BURSTS,
    CHANGEPOINTS,
    TOLLS,
    DISAGREEMENTS,
    EVENTS,
    LAGS,
    KNOWN_EVENTS,
    REFERENCE,
    FILTERS,
)
