"""What each shard answers to the questions: the stage's third phase."""

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import Tables
from analysis.terms import counting
from analysis.terms.collocation import LONGEST_PHRASE
from analysis.terms.cooccurrence import LEVELS
from analysis.terms.facts import JOINED, OPENS, row_bounds_of
from analysis.terms.groups import group_sums, narrow
from analysis.terms.nearness import nearness, neighbours, runs
from analysis.terms.parameters import Parameters
from analysis.terms.trends import period_of


def answer(found: Tables, asked: Tables, *, parameters: Parameters) -> Tables:
    """Sums of one shard for the terms that were asked about.

    found: facts of the shard; asked: see analysis.terms.questions.ask.
    Returns course (term, period, count, documents, squares, products), sizes (period, words,
    word_squares), near (level, first, second, count), alone (level, term, count) and contexts
    (level, count), levels by their place in LEVELS and terms by theirs among the watched; phrases
    (phrase, n, count); and, with words by their row in the shard's vocabulary: beside (group: the
    node, form, left, right), reach (reach), periods (group, form, count, documents) and
    period_names (period); and word_articles (term, doc_id, count), sorted.
    """
    # Read once: a part reads its file each time that a table is asked for.
    found = {name: found[name] for name in ("articles", "vocabulary", "postings", "stream")}
    found["stream"] = found["stream"].with_columns(pl.col("form").cast(pl.UInt32))
    articles, vocabulary = found["articles"], found["vocabulary"]
    watched = asked["watched"]
    unit = asked["period"]["unit"].item()
    nodes = watched.filter("node")["term"]
    return {
        "course": _course(articles, vocabulary, found["postings"], watched, unit),
        "sizes": _sizes(articles, unit),
        "phrases": _phrases(found, asked["strong"]),
        **_near(found, watched.filter("near")["term"], parameters.cooccurrence_window),
        **_beside(found, nodes, parameters.cooccurrence_window),
        "word_articles": _word_articles(
            articles, vocabulary, found["postings"], watched.filter("spread")["term"]
        ),
        **_periods(found, unit),
    }


def fall_short(found: Tables, weighed: Tables) -> Tables:
    """What dispersion needs of one shard: shortfalls (number, value); see analysis.terms.counting.

    weighed: see analysis.terms.questions.weigh.
    """
    found = {name: found[name] for name in ("articles", "vocabulary", "postings")}
    return {"shortfalls": _shortfalls(**found, **{n: weighed[n] for n in ("scarce", "spoken")})}


def _places(terms: pl.Series, vocabulary: pl.DataFrame) -> npt.NDArray[np.int64]:
    """Row of each term in the shard's vocabulary, -1 where it is not there."""
    rows = vocabulary.select("term", pl.int_range(pl.len()).alias("row"))
    joined = terms.alias("term").to_frame().join(rows, on="term", how="left", maintain_order="left")
    return joined["row"].fill_null(-1).to_numpy()


def _shortfalls(
    articles: pl.DataFrame,
    vocabulary: pl.DataFrame,
    postings: pl.DataFrame,
    scarce: pl.DataFrame,
    spoken: pl.DataFrame,
) -> pl.DataFrame:
    place = _places(scarce["term"], vocabulary)
    sides = scarce.select("kind", "name", "inside").unique(maintain_order=True)
    side_number = scarce.join(
        sides.with_row_index("side"),
        on=["kind", "name", "inside"],
        how="left",
        maintain_order="left",
    )["side"].to_numpy()
    members = np.zeros((max(len(sides), 1), len(articles)), dtype=np.bool_)
    counted = articles["counted"].to_numpy()
    language = dict(spoken.iter_rows())
    for row, (kind, name, inside) in enumerate(sides.iter_rows()):
        if kind == "side":
            members[row] = articles[name].to_numpy()
        elif kind == "outlet":
            of_outlet = articles.select(
                pl.col("outlet").eq_missing(pl.lit(name)).eq(inside)
                & pl.col("language").eq_missing(pl.lit(language[name], dtype=pl.String))
            )
            members[row] = of_outlet.to_series().to_numpy() & counted
        else:
            members[row] = counted
    order = np.argsort(place, kind="stable")
    order = order[place[order] >= 0]
    bounds = np.searchsorted(place[order], np.arange(len(vocabulary) + 1))
    value = counting.shortfalls(
        postings["form"].to_numpy().astype(np.uint32),
        postings["count"].to_numpy().astype(np.uint32),
        row_bounds_of(articles, "rows"),
        articles["words"].to_numpy(),
        members,
        bounds,
        side_number[order].astype(np.int64),
        scarce["count"].to_numpy()[order],
        scarce["words"].to_numpy()[order],
    )
    number = scarce["number"].gather(order)
    return pl.DataFrame({"number": number, "value": value}).filter(pl.col("value") > 0)


def _dated(articles: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Number, period and words of the articles that count and have a day."""
    return (
        articles.with_row_index("article")
        .filter(pl.col("counted") & pl.col("published").is_not_null())
        .select("article", "words", period=period_of(pl.col("published"), unit))
    )


def _sizes(articles: pl.DataFrame, unit: str) -> pl.DataFrame:
    return (
        _dated(articles, unit)
        .group_by("period")
        .agg(pl.col("words").sum(), (pl.col("words") ** 2).sum().alias("word_squares"))
        .sort("period")
    )


def _course(
    articles: pl.DataFrame,
    vocabulary: pl.DataFrame,
    postings: pl.DataFrame,
    watched: pl.DataFrame,
    unit: str,
) -> pl.DataFrame:
    hit, article = _rows_of(watched.filter("trend")["term"], articles, vocabulary, postings)
    rows = pl.DataFrame(
        {
            "article": article.astype(np.uint32),
            "form": postings["form"].gather(hit),
            "count": postings["count"].gather(hit).cast(pl.Int64),
        }
    )
    # Grouped by number, which stands for the order of the words, too.
    sums = (
        rows.join(_dated(articles, unit), on="article")
        .group_by("form", "period")
        .agg(
            pl.col("count").sum(),
            pl.len().cast(pl.Int64).alias("documents"),
            (pl.col("count") ** 2).sum().alias("squares"),
            (pl.col("count") * pl.col("words")).sum().alias("products"),
        )
        .sort("form", "period")
    )
    return sums.select(vocabulary["term"].gather(sums["form"]).alias("term"), pl.exclude("form"))


def _near(found: Tables, terms: pl.Series, window: int) -> dict[str, pl.DataFrame]:
    articles, vocabulary, stream = found["articles"], found["vocabulary"], found["stream"]
    terms = terms.sort()
    place = _places(terms, vocabulary)
    number = np.full(len(vocabulary) + 1, -1, dtype=np.int64)
    number[place[place >= 0]] = np.flatnonzero(place >= 0)
    levels, singles, total = nearness(
        stream["form"].to_numpy(),
        number,
        row_bounds_of(articles),
        (stream["mark"].to_numpy() & OPENS).astype(np.bool_),
        articles["counted"].to_numpy(),
        window,
        len(terms),
    )
    together, alone = np.stack(levels), np.stack(singles)
    level, first, second = np.nonzero(together)
    alone_level, alone_term = np.nonzero(alone)
    numbered = {
        "near": {
            "level": level,
            "first": first,
            "second": second,
            "count": together[level, first, second],
        },
        "alone": {
            "level": alone_level,
            "term": alone_term,
            "count": alone[alone_level, alone_term],
        },
        "contexts": {"level": np.arange(len(LEVELS)), "count": total},
    }
    return {
        name: pl.DataFrame({column: narrow(values) for column, values in columns.items()})
        for name, columns in numbered.items()
    }


def _beside(found: Tables, nodes: pl.Series, window: int) -> dict[str, pl.DataFrame]:
    """Words around the nodes; a node's number is its place in code point order."""
    vocabulary = found["vocabulary"].filter(pl.col("n") == 1)
    types = len(vocabulary)
    place = _places(nodes.sort(), vocabulary)
    node = np.full(types, -1, dtype=np.int64)
    node[place[place >= 0]] = np.flatnonzero(place >= 0)
    left, right, reach = neighbours(
        found["stream"]["form"].to_numpy(),
        node,
        row_bounds_of(found["articles"]),
        found["articles"]["counted"].to_numpy(),
        window,
        len(nodes),
        types,
    )
    first, form = np.nonzero(left + right)
    columns = {"group": first, "form": form, "left": left[first, form], "right": right[first, form]}
    return {
        "beside": pl.DataFrame({name: narrow(values) for name, values in columns.items()}),
        "reach": pl.DataFrame({"reach": reach}),
    }


def _word_articles(
    articles: pl.DataFrame, vocabulary: pl.DataFrame, postings: pl.DataFrame, words: pl.Series
) -> pl.DataFrame:
    """The articles that hold each of these words, and how often they do."""
    row, article = _rows_of(words, articles, vocabulary, postings)
    # Words and articles are numbered in their order: one stable sort by number is by both.
    order = np.argsort(postings["form"].gather(row).to_numpy(), kind="stable")
    chosen = postings[row[order]]
    return pl.DataFrame(
        {
            "term": vocabulary["term"].gather(chosen["form"]),
            "doc_id": articles["doc_id"].gather(article[order]),
            "count": chosen["count"].cast(pl.Int64),
        }
    )


def _rows_of(
    words: pl.Series, articles: pl.DataFrame, vocabulary: pl.DataFrame, postings: pl.DataFrame
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The rows of postings that are of these words, and the article of each."""
    place = _places(words, vocabulary)
    asked = np.zeros(len(vocabulary), dtype=np.bool_)
    asked[place[place >= 0]] = True
    rows = np.flatnonzero(asked[postings["form"].to_numpy()])
    return rows, np.searchsorted(row_bounds_of(articles, "rows"), rows, side="right") - 1


def _periods(found: Tables, unit: str) -> dict[str, pl.DataFrame]:
    articles, postings = found["articles"], found["postings"]
    dated = _dated(articles, unit)
    names = dated["period"].unique().sort()
    group = np.full(len(articles), -1, dtype=np.int64)
    group[dated["article"].to_numpy()] = names.search_sorted(dated["period"]).to_numpy()
    number, form, sums = group_sums(
        postings["form"].to_numpy().astype(np.uint32),
        postings["count"].to_numpy().astype(np.uint32),
        row_bounds_of(articles, "rows"),
        np.array(articles["words"].to_numpy()),
        group,
        len(names),
        len(found["vocabulary"]),
    )
    columns = {"group": number, "form": form, "count": sums[0], "documents": sums[1]}
    return {
        "periods": pl.DataFrame({name: narrow(values) for name, values in columns.items()}),
        "period_names": names.to_frame("period"),
    }


def _phrases(found: Tables, strong: pl.DataFrame) -> pl.DataFrame:
    articles, vocabulary, stream = found["articles"], found["vocabulary"], found["stream"]
    first, second = (_places(strong[name], vocabulary) for name in ("first", "second"))
    here = (first >= 0) & (second >= 0)
    types = len(vocabulary)
    forms = stream["form"].to_numpy()
    number = np.where(articles["counted"].to_numpy(), np.arange(len(articles)), -1)
    start, length = runs(
        forms,
        (stream["mark"].to_numpy() & JOINED).astype(np.bool_),
        np.repeat(number, articles["words"].to_numpy()),
        np.sort(first[here] * types + second[here]),
        types,
        LONGEST_PHRASE,
    )
    # Equal stretches are brought together by their numbers: words are joined once for each.
    places = start[:, None] + np.arange(LONGEST_PHRASE)
    inside = np.arange(LONGEST_PHRASE) < length[:, None]
    words = np.where(inside, forms[np.minimum(places, max(len(forms) - 1, 0))], types)
    columns = [f"word_{number}" for number in range(LONGEST_PHRASE)]
    spelled = pl.concat([vocabulary["term"], pl.Series("term", [None], dtype=pl.String)])
    counted = (
        pl.DataFrame(dict(zip(columns, words.T, strict=True)))
        .group_by(columns)
        .agg(pl.len().cast(pl.Int64).alias("count"))
    )
    written = pl.DataFrame({name: spelled.gather(counted[name]) for name in columns})
    some = (pl.col(name).is_not_null().cast(pl.Int32) for name in columns)
    return (
        written.select(
            pl.concat_str(columns, separator=" ", ignore_nulls=True).alias("phrase"),
            pl.sum_horizontal(some).alias("n"),
        )
        .with_columns(counted["count"])
        .sort("phrase")
    )
