"""Small tables of the contract, written by hand, for the tests of the figures."""

from datetime import date, timedelta

import polars as pl

OCTOBER = date(2023, 10, 2)

FILES = pl.DataFrame(
    {"chars": [900, 100], "chars_kept": [850, 60], "chars_removed": [50, 40], "documents": [3, 1]}
)
REMOVED = pl.DataFrame(
    {
        "rule": ["signature", "notice", "signature", "follow_us"],
        "start": [10, 0, 70, 95],
        "end": [30, 60, 75, 100],
    }
)

_ARTICLES = [
    # doc_id, outlet, days after OCTOBER (None: undated), copy_of, language, words
    ("a1", "Levant Wire", 0, None, "en", 120),
    ("a2", "Levant Wire", 9, None, "en", 40),
    ("a3", "Gulfwire", 10, "a2", "en", 38),
    ("a4", "Gulfwire", 40, None, "ar", 300),
    ("a5", None, None, None, "en", 15),
    ("a6", "وكالة الأنباء", 75, "a4", "ar", 280),
]
DOCUMENTS = pl.DataFrame(
    [
        {
            "doc_id": doc_id,
            "outlet": outlet,
            "published": None if days is None else OCTOBER + timedelta(days=days),
            "copy_of": copy_of,
            "language": language,
            "words": words,
        }
        for doc_id, outlet, days, copy_of, language, words in _ARTICLES
    ],
    schema_overrides={"published": pl.Date},
)

WORDS = [
    ("the", 90, True, 0.1),
    ("gaza", 60, False, 0.2),
    ("aid", 30, False, 0.6),
    ("ceasefire", 20, False, 0.5),
    ("حماس", 12, False, 0.9),
    *((f"word{rank}", 10 - rank, False, 0.8) for rank in range(8)),
]
FREQUENCIES = pl.DataFrame(
    [
        {
            "term": term,
            "n": 1,
            "stop_word": stop,
            "count": count,
            "documents": min(count, 6),
            "per_million": count * 1000.0,
            "dispersion": dispersion,
        }
        for term, count, stop, dispersion in WORDS
    ]
)

KEYNESS = pl.DataFrame(
    [
        {
            "target": target,
            "reference": "all other articles",
            "term": term,
            "count": count,
            "reference_count": other,
            "g2": g2,
            "log_ratio": ratio,
            "log_ratio_low": ratio - 1,
            "log_ratio_high": ratio + 1,
            "p_adjusted": p,
        }
        for target, term, count, other, g2, ratio, p in [
            ("Levant Wire", "truce", 30, 5, 40.0, 3.0, 0.001),
            ("Levant Wire", "siege", 20, 10, 15.0, 1.5, 0.01),
            ("Levant Wire", "polio", 1, 40, -22.0, -4.0, 0.002),
            ("Levant Wire", "chance", 9, 9, 0.2, 0.1, 0.9),
            ("Gulfwire", "polio", 12, 3, 18.0, 2.5, 0.004),
            ("Gulfwire", "the", 50, 200, -9.0, -0.6, 0.03),
        ]
    ]
)

COLLOCATIONS = pl.DataFrame(
    {
        "first": ["health", "of", "prime"],
        "second": ["ministry", "the", "minister"],
        "count": [28, 90, 12],
        "g2": [300.0, 500.0, 120.0],
        "log_dice": [13.5, 11.0, 13.0],
    }
)

ENTITIES = pl.DataFrame(
    [
        {
            "entity_id": entity,
            "name": name,
            "type": kind,
            "mentions": mentions,
            "documents": articles,
        }
        for entity, name, kind, mentions, articles in [
            ("loc-gaza", "Gaza", "LOC", 60, 40),
            ("loc-egypt", "Egypt", "LOC", 20, 15),
            ("org-hamas", "Hamas", "ORG", 40, 30),
            ("per-sisi", "Abdel Fattah al-Sisi", "PER", 9, 8),
            ("per-x", "محمود عباس", "PER", 5, 5),
        ]
    ]
)
COOCCURRENCE = pl.DataFrame(
    [
        {
            "entity_a": one,
            "entity_b": other,
            "sentences": sentences,
            "g2": g2,
            "npmi": 0.3,
            "p_adjusted": p,
            "in_backbone": backbone,
        }
        for one, other, sentences, g2, p, backbone in [
            ("loc-egypt", "loc-gaza", 12, 20.0, 0.001, True),
            ("loc-egypt", "per-sisi", 6, 30.0, 0.001, True),
            ("loc-gaza", "org-hamas", 20, 9.0, 0.01, True),
            ("org-hamas", "per-sisi", 2, 0.4, 0.7, False),
            ("loc-gaza", "per-x", 3, 5.0, 0.04, True),
        ]
    ]
)
NODES = pl.DataFrame(
    {"entity_id": ENTITIES["entity_id"], "community": [0, 1, 0, 1, 0]},
    schema_overrides={"community": pl.Int32},
)


def coverage(days: int = 120) -> pl.DataFrame:
    """Days and weeks of all articles, of a word and of a name; every third day without any."""
    rows = []
    for number in range(days):
        articles = 0 if number % 3 == 2 else number % 5 + 1
        day = OCTOBER + timedelta(days=number)
        rows.append(("day", day, "all", articles, articles, 1.0 if articles else None))
        if number % 2 == 0 and articles:
            rows.append(("day", day, "term:truce", 1, articles, 1 / articles))
    for number in range(days // 7):
        day = OCTOBER + timedelta(days=7 * number)
        articles = 0 if number == 4 else number + 1
        rows.append(("week", day, "all", articles, articles, 1.0 if articles else None))
        if number % 2 == 0 and articles:
            rows.append(("week", day, "term:truce", 1, articles, 1 / articles))
            rows.append(("week", day, "entity:loc-gaza", 1, articles, 1 / articles))
    return pl.DataFrame(
        [
            {
                "unit": unit,
                "period": day,
                "series": series,
                "documents": documents,
                "share": share,
                "share_low": share and share * 0.8,
                "share_high": share,
            }
            for unit, day, series, documents, _, share in rows
        ]
    )


BURSTS = pl.DataFrame(
    {
        "series": ["all", "term:truce", "outlet:Gulfwire"],
        "first": [OCTOBER + timedelta(days=at) for at in (5, 50, 20)],
        "last": [OCTOBER + timedelta(days=at) for at in (12, 60, 40)],
        "weight": [3.0, 8.0, 5.0],
    }
)
LAGS = pl.DataFrame({"lag": [-12, -1, 0, 1, 2, 45], "mentions": [1, 2, 40, 30, 7, 20]})

EVENTS = pl.DataFrame(
    {
        "day": [OCTOBER + timedelta(days=at) for at in (5, 6, 7, 60)],
        "documents": [9, 4, 2, 6],
        "headline_doc_id": ["a1", "a2", "a3", "a4"],
        "headline_sentence": [0, 1, 0, 2],
        "score": [9.0, 3.0, 2.0, 7.0],
    }
)
TEXTS = pl.DataFrame(
    {
        "doc_id": ["a1", "a2", "a3", "a4"],
        "sentence": [0, 1, 0, 2],
        "text": [
            "Fighters broke through the fence. " * 8,
            "The siege began.",
            "قالت وزارة الصحة إن خمسين شخصا قتلوا في غارة على مخيم جباليا",
            "A truce took effect, the mediators in Doha said, after weeks of talks.",
        ],
    }
)
KNOWN = pl.DataFrame({"day": [OCTOBER + timedelta(days=6)], "label": ["A known event"]})

TOLLS = pl.DataFrame(
    [
        {
            "doc_id": doc_id,
            "start": start,
            "value": value,
            "bound": bound,
            "outcome": "killed",
            "group": "people",
            "place": place,
            "attributed_to": source,
            "cumulative": cumulative,
            "as_of": OCTOBER + timedelta(days=day),
            "subset": subset,
        }
        for doc_id, start, value, bound, place, source, cumulative, day, subset in [
            ("a1", 5, 500, "exact", "Gaza", "the Health Ministry", True, 3, False),
            ("a2", 5, 900, "at_least", "Gaza", "Gaza's Health Ministry", True, 9, False),
            ("a2", 50, 300, "exact", "Gaza", "Gaza's Health Ministry", True, 9, True),
            ("a4", 5, 1500, "more_than", "Gaza", "OCHA", True, 40, False),
            ("a4", 70, 1600, "about", None, None, True, 41, False),
            ("a1", 90, 20, "exact", "Lebanon", "OCHA", True, 3, False),
            ("a1", 120, 11, "exact", "Gaza", "a hospital", False, 3, False),
            ("a3", 5, 901, "at_least", "Gaza", "the Health Ministry", True, 10, False),
        ]
    ]
)
REFERENCE = pl.DataFrame(
    {
        "series": ["Ministry", "Ministry"],
        "day": [OCTOBER + timedelta(days=3), OCTOBER + timedelta(days=40)],
        "value": [510.0, 1520.0],
    }
)
DISAGREEMENTS = pl.DataFrame(
    {
        "day": [OCTOBER, OCTOBER + timedelta(days=1)],
        "place": ["Gaza City", None],
        "outcome": ["killed", "injured"],
        "group": ["people", "aid_workers"],
        "low": [93, 10],
        "high": [100, 40],
        "contradictory": [True, False],
        "sources": [["Civil Defense", "Media Office"], ["a", "b"]],
    }
)
TRENDS = pl.DataFrame(
    [
        {
            "term": term,
            "period": OCTOBER + timedelta(days=7 * week),
            "unit": "week",
            "count": week + 1,
            "per_million": 100.0 * (week + 1),
            "low": 50.0 * (week + 1),
            "high": 200.0 * (week + 1),
            "smoothed": 110.0 * (week + 1),
        }
        for term in ("truce", "aid")
        for week in range(6)
    ]
)
DOCUMENT_TERMS = pl.DataFrame(
    {
        "doc_id": ["a1", "a1", "a2", "a3", "a4", "a5"],
        "term": ["gaza", "aid", "gaza", "gaza", "aid", "aid"],
        "count": [3, 1, 2, 2, 4, 1],
    }
)
