"""Chosen sentences put together for the model, and led back."""

import polars as pl
from corpora import Article, identity, shard

from analysis.contract import InMemory
from analysis.entities.excerpts import excerpt, gather, led_back, parted

ARTICLES = [
    Article("It rained. The Danube rose\nin Vienna. Rain fell in Linz."),
    Article("No news. Linz slept."),
    Article("Nobody is chosen here."),
]


def _chosen(*places: tuple[int, int]) -> dict[str, pl.DataFrame]:
    rows = [(identity(article), sentence) for article, sentence in places]
    schema = {"doc_id": pl.String, "sentence": pl.Int32}
    return {"chosen": pl.DataFrame(rows, schema=schema, orient="row")}


def _gathered(cut: int) -> dict[str, pl.DataFrame]:
    choice = _chosen((0, 1), (0, 2), (1, 1))
    shards = [shard(ARTICLES[:cut]), shard(ARTICLES[cut:], cut)]
    return dict(gather([excerpt(one, choice) for one in shards]))


def test_an_excerpt_holds_the_chosen_sentences_of_an_article() -> None:
    tables = excerpt(shard(ARTICLES), _chosen((0, 1), (0, 2)))
    assert tables["documents"]["text"].to_list() == [
        "The Danube rose\nin Vienna.\nRain fell in Linz."
    ]
    assert tables["documents"]["lower"].to_list() == [""]
    for _, _, start, end, origin in tables["sentences"].iter_rows():
        text = tables["documents"]["text"][0]
        assert ARTICLES[0].text[origin : origin + end - start] == text[start:end]


def test_words_in_lower_case_elsewhere_in_the_article_are_kept() -> None:
    tables = excerpt(shard([Article("Rain fell. There was rain in Linz.")]), _chosen((0, 0)))
    assert tables["documents"]["lower"].to_list() == ["rain"]


def test_parts_do_not_depend_on_the_cut_into_shards() -> None:
    one, other = _gathered(1), _gathered(2)
    assert all(one[name].equals(other[name]) for name in one)


def test_names_are_led_back_to_their_articles() -> None:
    gathered = _gathered(1)
    part = parted(InMemory(), InMemory().share(gathered))[0].load()
    text = dict(part["documents"].select("doc_id", "text").iter_rows())[identity(0)]
    start = text.index("Linz")
    sentence = part["sentences"].filter(doc_id=identity(0), sentence=2)
    named = pl.DataFrame(
        {"doc_id": [identity(0)], "sentence": [2], "start": [start], "end": [start + 4]},
        schema_overrides={"sentence": pl.Int32},
    )
    assert sentence["start"][0] <= start < sentence["end"][0]
    found = led_back([{"named": named}], gathered)["named"].row(0, named=True)
    assert ARTICLES[0].text[found["start"] : found["end"]] == "Linz"


def test_nothing_chosen_is_one_empty_part() -> None:
    gathered = gather([excerpt(shard(ARTICLES), _chosen())])
    (part,) = parted(InMemory(), InMemory().share(gathered))
    assert part.load()["documents"].is_empty()
