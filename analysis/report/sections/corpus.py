"""Chapter: what the corpus is, where it came from, and what was left out."""

import polars as pl

from analysis.report import model
from analysis.report.facts import Facts
from analysis.report.links import Links
from analysis.report.model import Block, Said, column, number, numbers, words
from analysis.report.sections.ledger import filters, ledger, repairs
from analysis.report.sections.pictures import Pictures


def corpus_section(facts: Facts, links: Links, pictures: Pictures) -> dict[str, object]:
    """Outlets, languages, files, the ledger of removed text, copies."""
    total = facts.total
    if not total["documents"]:
        why = "No article was found in the raw files, so there is nothing to count."
        return model.section("corpus", "The corpus", [model.missing(why), *_files(facts)])
    return model.section(
        "corpus",
        "The corpus",
        [
            _opening(facts, links),
            _outlets(facts, links),
            *pictures.show("articles_by_outlet", "languages_lengths"),
            model.heading("What was left out", "left-out"),
            *ledger(facts, links),
            *pictures.show("waterfall"),
            *repairs(facts, links),
            *filters(facts),
            model.heading("Syndicated copies", "copies"),
            *_copies(facts, links),
            *pictures.show("copies_by_outlet"),
            *_files(facts),
            *_hand(facts),
        ],
    )


def _opening(facts: Facts, links: Links) -> Block:
    total, sizes = facts.total, facts.sizes
    outlets = facts.facet("outlet").filter(pl.col("value") != "").height
    everything = links.to("articles:all", "All articles")
    text: list[Said] = []
    first: list[str | model.Inline] = [
        "The corpus ",
        words(facts.corpus, style="em"),
        " holds ",
        number(total["documents"], everything),
        f" {'article' if total['documents'] == 1 else 'articles'} with ",
        number(total["words"], everything),
        " words in ",
        number(sizes["sentences"], everything),
        " sentences",
    ]
    if outlets:
        first += [f", by {model.counted(outlets, 'named outlet')}"]
    if total["first"]:
        first += [f", published from {model.day(total['first'])} to {model.day(total['last'])}"]
    first += ["."]
    text.append(first)
    second: list[str | model.Inline] = []
    if total["undated"]:
        second += [
            "Of ",
            number(total["undated"], links.to("articles:undated", "Articles without a date")),
            " the publication day is not known; they count everywhere but on the time line. ",
        ]
    if sizes["conflicts"]:
        second += [
            "In ",
            number(
                sizes["conflicts"], links.to("articles:conflict", "Articles with conflicting dates")
            ),
            " several dates contradict each other; none was believed silently. ",
        ]
    described = facts.description
    if described.description:
        text.append([words(described.description)])
    if second:
        text.append(second)
    source = [words(described.source)] if described.source else ["not stated in corpus.toml"]
    licence = [words(described.licence)] if described.licence else ["not stated in corpus.toml"]
    note: list[str | model.Inline] = [
        model.strong("Source: "), *source, ". ", model.strong("Licence: "), *licence, ". ",
        model.strong("Method. "),
        "Raw files are decoded, cut into articles, cleaned of boilerplate, dated from what stands "
        "in them, and compared with each other for copies. Every removed character is accounted "
        "for.",
    ]  # fmt: skip
    return model.lead(text, note)


def _outlets(facts: Facts, links: Links) -> Block:
    rows = []
    counts = facts.facet("outlet")
    shown = counts.head(facts.parameters.outlets)
    for row in shown.iter_rows(named=True):
        name = row["value"]
        of = name or "no named outlet"
        to = links.to(f"outlet:{name}", f"Articles of {of}")
        rows.append(
            [
                words(name) if name else model.runs("not named"),
                number(row["documents"], to),
                number(row["copies"], links.to(f"copies:{name}", f"Copies of {of}")),
                number(row["undated"], links.to(f"undated:{name}", f"Undated articles of {of}")),
                number(row["words"], to),
                model.short_day(row["first"]),
                model.short_day(row["last"]),
            ]
        )
    rest = counts.height - shown.height
    return model.table(
        "outlets",
        "Articles by outlet",
        [
            column("Outlet", share=1),
            numbers("Articles"),
            numbers("Copies", "near-duplicates of an earlier article"),
            numbers("Undated"),
            numbers("Words"),
            column("First"),
            column("Last"),
        ],
        rows,
        f"{model.counted(rest, 'further outlet')} not shown." if rest > 0 else "",
    )


def _copies(facts: Facts, links: Links) -> list[Block]:
    total = facts.total
    if not total["copies"]:
        return [
            model.missing("No article was found to be a copy of another, so every article counts.")
        ]
    articles = facts.articles
    groups = articles.filter(pl.col("copy_of").is_not_null())["group_id"].n_unique()
    variants = facts.table("variants")
    text: list[str | model.Inline] = [
        number(total["copies"], links.to("articles:copies", "Syndicated copies")),
        f" articles repeat an earlier one, in {model.counted(groups, 'group')}. Words, names and "
        "pairs of copies are not counted again.",
    ]
    if variants.height:
        differing = variants.select("group_id").n_unique()
        text.append(
            f" In {model.counted(differing, 'group')} the copies differ in a value, mostly a "
            "figure; these variants are kept in the table 10_corpus/variants."
        )
    return [model.paragraph(text)]


def _files(facts: Facts) -> list[Block]:
    files = facts.table("files")
    broken = files.filter(pl.col("problem").is_not_null())
    formats = files.group_by("format").agg(pl.len()).sort("format", nulls_last=True)
    named = [f"{count} {kind or 'of no known format'}" for kind, count in formats.rows()]
    blocks: list[Block] = [model.heading("Raw files", "raw-files")]
    if files.is_empty():
        return [*blocks, model.missing("The raw folder holds no file.")]
    blocks.append(
        model.paragraph(
            [
                f"The articles were read from {model.counted(files.height, 'file')} "
                f"({model.listed(named)}), {model.counted(int(files['bytes'].sum()), 'byte')}. ",
                "All were read without a problem."
                if broken.is_empty()
                else f"{model.counted(broken.height, 'file')} could not be read in full:",
            ]
        )
    )
    if broken.height:
        rows = [[words(row["source_file"]), number(row["bytes"]), words(row["problem"])]
                for row in broken.head(50).iter_rows(named=True)]  # fmt: skip
        blocks.append(
            model.table(
                "problems",
                "Raw files with problems",
                [column("File", share=1), numbers("Bytes"), column("Problem", share=2)],
                rows,
                f"{broken.height - 50:,} more in the table 10_corpus/files."
                if broken.height > 50
                else "",
            )
        )
    return blocks


def _hand(facts: Facts) -> list[Block]:
    present = {name: rows for name, rows in facts.hand.items() if rows}
    if not present:
        return []
    named = [f"{name} ({model.counted(rows, 'row')})" for name, rows in sorted(present.items())]
    return [
        model.paragraph(
            f"Decisions of the researcher, in hand/, win over the machine: {model.listed(named)}."
        )
    ]
