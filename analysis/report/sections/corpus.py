"""Chapter: what the corpus is, where it came from, and what was left out."""

import polars as pl

from analysis.report import model
from analysis.report.facts import Facts
from analysis.report.links import Links
from analysis.report.model import Block, Said, code, column, number, numbers, words
from analysis.report.sections.ledger import filters, ledger, repairs
from analysis.report.sections.pictures import Pictures


def corpus_section(facts: Facts, links: Links, pictures: Pictures) -> dict[str, object]:
    """Outlets, languages, files, the ledger of removed text, copies."""
    total = facts.total
    if not total["documents"]:
        why = "No article was found in the raw files, so there is nothing to count."
        return model.section("corpus", "The corpus", [model.missing(why), *_files(facts, links)])
    return model.section(
        "corpus",
        "The corpus",
        [
            _opening(facts, links),
            _outlets(facts, links),
            *pictures.show("articles_by_outlet", to="table-outlets"),
            *pictures.show("languages_lengths", to=_everything(links)),
            model.heading("What was left out", "left-out"),
            *ledger(facts, links),
            *pictures.show("waterfall", to="table-ledger"),
            *repairs(facts, links),
            *filters(facts, links),
            model.heading("Syndicated copies", "copies"),
            *_copies(facts, links),
            *pictures.show("copies_by_outlet", to="table-outlets"),
            *_files(facts, links),
            *_hand(facts),
        ],
    )


def _everything(links: Links) -> str | None:
    return links.to("articles:all", "All articles")


def _opening(facts: Facts, links: Links) -> Block:
    total, sizes = facts.total, facts.sizes
    outlets = facts.facet("outlet").filter(pl.col("value") != "").height
    everything = _everything(links)
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
        first += [", by ", *model.count(outlets, "named outlet", "table-outlets")]
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
        [*model.count(rest, "further outlet", _everything(links)), " not shown."]
        if rest > 0
        else "",
    )


def _copies(facts: Facts, links: Links) -> list[Block]:
    total = facts.total
    if not total["copies"]:
        return [
            model.missing("No article was found to be a copy of another, so every article counts.")
        ]
    articles = facts.articles
    groups = articles.filter(pl.col("copy_of").is_not_null())["group_id"].n_unique()
    to = links.to("articles:copies", "Syndicated copies")
    variants = facts.table("variants")
    text: list[str | model.Inline] = [
        *model.count(total["copies"], "article", to),
        f" {'repeats' if total['copies'] == 1 else 'repeat'} an earlier one, in ",
        *model.count(groups, "group", to),
        ". Words, names and pairs of copies are not counted again.",
    ]
    if variants.height:
        differing = variants.select("group_id").n_unique()
        text += [
            " In ",
            *model.count(differing, "group", to),
            " the copies differ in a value, mostly a figure; the table ",
            code("10_corpus/variants"),
            " keeps these variants.",
        ]
    return [model.paragraph(text)]


def _files(facts: Facts, links: Links) -> list[Block]:
    files = facts.table("files")
    broken = files.filter(pl.col("problem").is_not_null())
    formats = files.group_by("format").agg(pl.len()).sort("format", nulls_last=True)
    to = _everything(links)
    named = [
        [number(count, to), *model.runs(f" {kind or 'of no known format'}")]
        for kind, count in formats.rows()
    ]
    unread = [*model.count(broken.height, "file", "table-problems"), " could not be read in full:"]
    blocks: list[Block] = [model.heading("Raw files", "raw-files")]
    if files.is_empty():
        return [*blocks, model.missing("The raw folder holds no file.")]
    blocks.append(
        model.paragraph(
            [
                "The articles were read from ",
                *model.count(files.height, "file", to),
                " (",
                *model.several(named),
                "), ",
                *model.count(int(files["bytes"].sum()), "byte", to),
                ". ",
                *(["All were read without a problem."] if broken.is_empty() else unread),
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
                [
                    column("File", share=1),
                    numbers("Bytes", counted=False),
                    column("Problem", share=2),
                ],
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
