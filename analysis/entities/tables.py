"""Tables of the entities stage."""

import polars as pl

from analysis.contract import Column, Table, filters

MENTIONS = Table(
    "30_entities/mentions",
    "mention of a person, an organisation or a place",
    (
        Column("doc_id", pl.String, "article"),
        Column("sentence", pl.Int32, "0-based number of the sentence in the article"),
        Column("start", pl.Int64, "first code point in documents.text", "code points"),
        Column("end", pl.Int64, "end, exclusive", "code points"),
        Column("surface", pl.String, "the name as it stands in the text"),
        Column("type", pl.String, "PER, ORG or LOC"),
        Column("entity_id", pl.String, "entity that the name stands for"),
        Column(
            "method",
            pl.String,
            "what found it: model, rule (a cue or word list corrected the model), "
            "gazetteer, match (a name known from elsewhere in the corpus), hand",
        ),
    ),
    ("doc_id", "sentence", "start"),
)

ENTITIES = Table(
    "30_entities/entities",
    "entity",
    (
        Column("entity_id", pl.String, "type and name in lower-case ASCII, stable while both are"),
        Column("name", pl.String, "the name to print"),
        Column("type", pl.String, "PER, ORG or LOC"),
        Column("aliases", pl.List(pl.String), "surfaces seen, the most frequent first"),
        Column("mentions", pl.Int64, "mentions, copies left out", "mentions"),
        Column("documents", pl.Int64, "articles that mention it, copies left out", "articles"),
        Column("first_published", pl.Date, "earliest publication day", "day", nullable=True),
        Column("last_published", pl.Date, "latest publication day", "day", nullable=True),
        Column("kind", pl.String, "country, city, camp …, where the gazetteer says", nullable=True),
        Column("country", pl.String, "country of a place, where the gazetteer says", nullable=True),
        Column("mentions_all", pl.Int64, "mentions, copies included", "mentions"),
    ),
    ("entity_id",),
)

MERGES = Table(
    "30_entities/merges",
    "alias joined to an entity, or near enough to be looked at",
    (
        Column("entity_id", pl.String, "entity that the alias was, or might be, joined to"),
        Column("alias", pl.String, "other name"),
        Column("evidence", pl.String, "why: the rule and what it saw"),
        Column("decision", pl.String, "merged, candidate (left apart, please look) or hand"),
        Column("mentions", pl.Int64, "mentions of the alias, copies included", "mentions"),
    ),
    ("entity_id", "alias", "decision"),
    unique=False,
)

_PAIR = (
    Column("entity_a", pl.String, "entity"),
    Column("entity_b", pl.String, "other entity, a < b"),
)

COOCCURRENCE = Table(
    "30_entities/cooccurrence",
    "pair of entities named in one sentence",
    (
        *_PAIR,
        Column("sentences", pl.Int64, "sentences that name both, copies left out", "sentences"),
        Column("documents", pl.Int64, "articles in which such a sentence stands", "articles"),
        Column("expected", pl.Float64, "sentences that chance would give", "sentences"),
        Column("g2", pl.Float64, "log-likelihood ratio, negative where rarer than by chance"),
        Column("npmi", pl.Float64, "normalised pointwise mutual information, -1 to 1"),
        Column("p", pl.Float64, "p-value of g2, one degree of freedom"),
        Column("p_adjusted", pl.Float64, "p after Benjamini and Hochberg over the pairs tested"),
        Column("in_backbone", pl.Boolean, "significant and kept by the disparity filter"),
        Column("paragraphs", pl.Int64, "paragraphs that name both", "paragraphs"),
        Column("documents_both", pl.Int64, "articles that name both anywhere", "articles"),
        Column("disparity", pl.Float64, "the edge's smaller disparity-filter value; low = strong"),
        Column("sentences_all", pl.Int64, "sentences that name both, copies included", "sentences"),
    ),
    ("entity_a", "entity_b"),
)

COOCCURRENCE_BY_MONTH = Table(
    "30_entities/cooccurrence_by_month",
    "pair of entities and month of publication",
    (
        *_PAIR,
        Column("period", pl.Date, "first day of the month", "day"),
        Column("sentences", pl.Int64, "sentences that name both, copies left out", "sentences"),
        Column("documents", pl.Int64, "articles in which such a sentence stands", "articles"),
    ),
    ("entity_a", "entity_b", "period"),
)

COOCCURRENCE_BY_OUTLET = Table(
    "30_entities/cooccurrence_by_outlet",
    "pair of entities and outlet",
    (
        *_PAIR,
        Column("outlet", pl.String, "agency, paper or site; empty where unknown"),
        Column("sentences", pl.Int64, "sentences that name both, copies left out", "sentences"),
        Column("documents", pl.Int64, "articles in which such a sentence stands", "articles"),
    ),
    ("entity_a", "entity_b", "outlet"),
)

EVIDENCE = Table(
    "30_entities/evidence",
    "sentence that names both entities of a pair",
    (
        Column("doc_id", pl.String, "article; copies left out"),
        Column("sentence", pl.Int32, "0-based number of the sentence in the article"),
        *_PAIR,
    ),
    ("doc_id", "sentence", "entity_a", "entity_b"),
)

NATIONALITIES = Table(
    "30_entities/nationalities",
    "nationality outside names, with its country",
    (
        Column("doc_id", pl.String, "article"),
        Column("sentence", pl.Int32, "0-based number of the sentence in the article"),
        Column("start", pl.Int64, "first code point in documents.text", "code points"),
        Column("end", pl.Int64, "end, exclusive", "code points"),
        Column("surface", pl.String, "the nationality as it stands in the text"),
        Column("country", pl.String, "the country"),
        Column("entity_id", pl.String, "its entity, where the corpus names it", nullable=True),
    ),
    ("doc_id", "sentence", "start"),
)

NODES = Table(
    "30_entities/nodes",
    "entity in the network of significant pairs",
    (
        Column("entity_id", pl.String, "entity"),
        Column("community", pl.Int32, "0-based community (Louvain), the largest first"),
        Column("degree", pl.Int64, "pairs in the backbone"),
        Column("strength", pl.Int64, "sentences of these pairs", "sentences"),
        Column("betweenness", pl.Float64, "share of shortest paths through it, 0 to 1"),
    ),
    ("entity_id",),
)

FILTERS = filters("30_entities")

TABLES = (
    MENTIONS,
    ENTITIES,
    MERGES,
    COOCCURRENCE,
    COOCCURRENCE_BY_MONTH,
    COOCCURRENCE_BY_OUTLET,
    EVIDENCE,
    NODES,
    NATIONALITIES,
    FILTERS,
)
