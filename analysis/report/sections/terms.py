"""Chapter: which words the corpus uses, which part prefers which, and what goes together."""

import polars as pl

from analysis.report import model, selection
from analysis.report.facts import Facts
from analysis.report.links import Links
from analysis.report.model import Block, Said, cite, column, number, numbers, words
from analysis.report.sections.pictures import Pictures


def terms_section(facts: Facts, links: Links, pictures: Pictures) -> dict[str, object]:
    """Frequencies, keyness, collocations."""
    frequencies = facts.table("frequencies")
    if frequencies.is_empty():
        why = "No word was found in the articles, so there is nothing to count."
        return model.section("terms", "Words", [model.missing(why)])
    return model.section(
        "terms",
        "Words",
        [
            _opening(frequencies),
            _frequencies(facts, links),
            *pictures.show("frequencies", "trends", to="table-terms"),
            model.heading("Who prefers which words", "keyness"),
            *_keyness(facts, links),
            *pictures.show("keyness", to="table-keyness"),
            model.heading("Words that go together", "collocations"),
            *_collocations(facts, links),
            *pictures.show("collocations", to="table-collocations"),
        ],
    )


def _opening(frequencies: pl.DataFrame) -> Block:
    single = frequencies.filter(pl.col("n") == 1)
    types, tokens = single.height, int(single["count"].sum())
    return model.lead(
        [
            [
                "Without copies the articles hold ",
                number(tokens, "table-terms"),
                " words, ",
                number(types, "table-terms"),
                " of them different. The table lists the most frequent that are no stop words; "
                "dispersion tells whether a word is spread over all articles (0) or crowds in one "
                "(1).",
            ]
        ],
        [
            model.strong("Method. "),
            "Words are cut by Unicode's rules ",
            cite("uax29"),
            ", in lower case, hyphenated words whole. Dispersion is Gries' normalised deviation of "
            "proportions ",
            cite("gries2008"),
            "; keyness is the log-likelihood ratio ",
            cite("dunning1993"),
            " with the log ratio as effect size ",
            cite("hardie2014"),
            " and p-values corrected for the number of words tried ",
            cite("benjamini1995"),
            ". A frequent word is not an important one: read the sentences.",
        ],
    )


def _frequencies(facts: Facts, links: Links) -> Block:
    rows: list[list[Said]] = []
    for place, row in enumerate(
        selection.top_terms(facts.table("frequencies"), facts.parameters).iter_rows(named=True), 1
    ):
        to = links.to(f"term:{row['term']}", f"“{row['term']}”")
        rows.append(
            [
                str(place),
                words(row["term"]),
                number(row["count"], to),
                number(row["documents"], to),
                number(row["per_million"]),
                number(row["dispersion"], digits=2),
                number(row["tf_idf"], digits=1),
                number(row["count_all"]),
            ]
        )
    return model.table(
        "terms",
        "Most frequent words",
        [
            numbers("Rank", counted=False),
            column("Word", share=1),
            numbers("Count"),
            numbers("Articles"),
            numbers("Per million"),
            numbers("Dispersion", "Gries' normalised DP; 0 even, 1 all in one article"),
            numbers("tf-idf", "sum over articles of (1 + ln tf) · ln(N / df)"),
            numbers("With copies"),
        ],
        rows,
    )  # fmt: skip


def _keyness(facts: Facts, links: Links) -> list[Block]:
    rows = selection.key_terms(facts.table("keyness"), facts.parameters)
    if facts.table("keyness").is_empty():
        return [
            model.missing(
                "There is no second part to compare with: name a reference in corpus.toml, or give "
                "articles of several outlets."
            )
        ]
    if rows.is_empty():
        return [
            model.missing("No word differs significantly between the parts that were compared.")
        ]
    table_rows: list[list[Said]] = []
    for row in rows.iter_rows(named=True):
        to = links.to(f"term:{row['term']}", f"“{row['term']}”")
        table_rows.append(
            [
                words(row["target"]),
                words(row["reference"]),
                words(row["term"]),
                "more" if row["over"] else "less",
                number(row["count"], to),
                number(row["reference_count"], to),
                [
                    number(row["log_ratio"], digits=2),
                    f" ({_signed(row['log_ratio_low'])}, {_signed(row['log_ratio_high'])})",
                ],
                number(row["g2"], digits=1),
                model.p_value(row["p_adjusted"]),
            ]
        )
    return [
        model.table(
            "keyness",
            "Words that a part of the corpus uses more, or less, than what it is compared with",
            [
                column("Part"),
                column("Compared with"),
                column("Word", share=1),
                column("Used"),
                numbers("Count"),
                numbers("There"),
                numbers(
                    f"Log ratio ({100 * facts.confidence:.0f} %)",
                    "log2 of the relative frequencies; 1: twice as often",
                ),
                numbers("G²"),
                numbers("p adjusted"),
            ],
            table_rows,
        )
    ]


def _collocations(facts: Facts, links: Links) -> list[Block]:
    rows = selection.top_collocations(
        facts.table("collocations"), facts.table("frequencies"), facts.parameters
    )
    if rows.is_empty():
        return [model.missing("No two words follow each other often enough to be tested.")]
    table_rows: list[list[Said]] = []
    for row in rows.iter_rows(named=True):
        pair = f"{row['first']} {row['second']}"
        to = links.to(f"phrase:{pair}", f"“{pair}”")
        table_rows.append(
            [
                words(pair),
                number(row["count"], to),
                number(row["expected"], digits=1),
                number(row["g2"], digits=1),
                number(row["npmi"], digits=2),
                number(row["log_dice"], digits=1),
                number(row["lambda"], digits=2),
                number(row["z"], digits=1),
            ]
        )
    return [
        model.paragraph(
            [
                "Two words that stand next to each other within a sentence more often than chance "
                "would have it; the order is by z, the log odds ratio λ over its standard error ",
                cite("blaheta2001"),
                ". Pairs with a stop word stand in the table of the run only.",
            ]
        ),
        model.table(
            "collocations",
            "Collocations",
            [
                column("Words", share=1),
                numbers("Count"),
                numbers("Expected"),
                numbers("G²"),
                numbers("NPMI", "normalised pointwise mutual information, −1 to 1"),
                numbers("logDice", "at most 14"),
                numbers("λ"),
                numbers("z"),
            ],
            table_rows,
        ),
    ]


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-", "\N{MINUS SIGN}")
