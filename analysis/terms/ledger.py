"""What the stage left out, and why."""

import polars as pl

from analysis.contract import Tables
from analysis.terms.parameters import Parameters
from analysis.terms.tables import FILTERS


def ledger(
    merged: Tables,
    pairs: pl.DataFrame,
    keyness: pl.DataFrame,
    around: tuple[int, int],
    watched: pl.DataFrame,
    parameters: Parameters,
) -> pl.DataFrame:
    """The table of filters of the terms stage.

    pairs: pairs of neighbours by number; around: pairs of a node and a word near it, all of them
    and those listed.
    """
    corpus = merged["corpus"].row(0, named=True)
    totals, parts, outlets = (merged[name] for name in ("totals", "parts", "outlets"))
    words_only = totals.filter(pl.col("n") == 1)
    counted = words_only.filter(pl.col("count") > 0)
    original = corpus["all_articles"] - corpus["copies"]
    all_pairs = int(totals["leads"].sum())
    steps: list[tuple[str, str, int, int, str]] = [
        (
            "copies",
            "articles",
            corpus["all_articles"],
            original,
            "a story that several outlets run is counted once; document_terms and count_all"
            " hold it",
        ),
        ("articles without words", "articles", original, corpus["articles"], "nothing to count"),
        (
            "words of copies",
            "words",
            int(words_only["count_all"].sum()),
            int(words_only["count"].sum()),
            "see copies",
        ),
        (
            "rare pairs",
            "neighbouring pairs",
            all_pairs,
            int(pairs["count"].sum()),
            f"seen fewer than {parameters.min_count} times (min_count)",
        ),
        (
            "words near a node by chance",
            "pairs of a node and a word",
            *around,
            f"seen fewer than {parameters.min_count} times (min_count), or no more often than"
            " chance would have it; nodes are the"
            f" {parameters.collocate_terms} most frequent words (collocate_terms) and those under"
            " watch",
        ),
        (
            "undated articles, for trends",
            "articles",
            corpus["articles"],
            corpus["articles"] - corpus["undated"],
            "without a day they lie in no period",
        ),
        (
            "words without a trend",
            "different words",
            len(counted),
            int(watched["trend"].sum()),
            f"only the {parameters.trend_terms} most frequent words that are no stop words"
            " (trend_terms), and those under watch",
        ),
    ]
    if corpus["selected"]:
        chosen = parts.filter(pl.col("kind") == "side")["articles"].sum()
        steps.append(
            (
                "articles outside the comparison",
                "articles",
                corpus["articles"],
                int(chosen),
                "neither target nor reference of corpus.toml"
                + (
                    f"; {corpus['overlap']} that fit both belong to the target"
                    if corpus["overlap"]
                    else ""
                ),
            )
        )
    elif len(outlets):
        steps.append(
            (
                "outlets not compared",
                "outlets",
                len(outlets),
                keyness["target"].n_unique(),
                f"only the {parameters.keyness_outlets} largest (keyness_outlets), and none without"
                " others of its main language to compare with",
            )
        )
        compared = outlets.filter(pl.col("name").is_in(keyness["target"].unique().implode()))
        held, taken = compared["all_articles"].sum(), compared["articles"].sum()
        if taken < held:
            steps.append(
                (
                    "articles in another language than their outlet's",
                    "articles of the outlets compared",
                    int(held),
                    int(taken),
                    "an outlet is compared in its main language only",
                )
            )
    if len(keyness):
        steps.append(
            (
                "words too rare to compare",
                "different words",
                len(counted),
                keyness["term"].n_unique(),
                f"seen fewer than {parameters.keyness_min_count} times in both parts"
                " (keyness_min_count)",
            )
        )
    names = ("filter", "rows", "rows_in", "rows_out", "reason")
    return FILTERS.frame(
        {"step": number, **dict(zip(names, step, strict=True))} for number, step in enumerate(steps)
    )
