"""Words of a selection: against counting with a Counter."""

from collections import Counter

import pytest
from scipy.stats import chi2_contingency

from analysis.contract import InputError
from analysis.explore import Corpus
from tests.explore.tiny import ARTICLES, COPY_OF, body, words

ORIGINALS = {
    short: (outlet, day, words(body(sentences)[0]))
    for short, outlet, day, _, sentences in ARTICLES
    if short not in COPY_OF
}


def _counted(outlet: str | None) -> Counter[str]:
    total: Counter[str] = Counter()
    for of, _, found in ORIGINALS.values():
        if outlet is None or of == outlet:
            total.update(found)
    return total


@pytest.mark.parametrize("outlet", [None, "Northwire", "صوت البحر"])
def test_frequencies_are_plain_counts(corpus: Corpus, outlet: str | None) -> None:
    found = corpus.frequencies({"outlet": outlet})
    expected = _counted(outlet)
    assert dict(zip(found["term"], found["count"], strict=True)) == expected
    total = expected.total()
    ferry = found[found["term"] == "ferry"]
    if len(ferry):
        assert ferry["per_million"].item() == pytest.approx(1e6 * expected["ferry"] / total)


def test_keyness_is_that_of_the_two_by_two_table(corpus: Corpus) -> None:
    found = corpus.keyness({"outlet": "Northwire"}, {"outlet": "Southpost"}, least=2)
    one, other = _counted("Northwire"), _counted("Southpost")
    for row in found.itertuples():
        a, b = one[row.term], other[row.term]
        assert (row.count, row.reference_count) == (a, b) or (row[2], row[3]) == (a, b)
        table = [[a, b], [one.total() - a, other.total() - b]]
        g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert abs(row.g2) == pytest.approx(g2)
    assert set(found["term"]) == {term for term in one | other if one[term] + other[term] >= 2}


def test_without_a_reference_all_other_articles_are_it(corpus: Corpus) -> None:
    found = corpus.keyness({"outlet": "Northwire"}, least=1).set_index("term")
    rest = _counted(None) - _counted("Northwire")
    assert found["reference_count"].to_dict() == {term: rest[term] for term in found.index}


def test_a_selection_without_words_cannot_be_compared(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="the first of the two selections holds no article"):
        corpus.keyness({"outlet": "nobody"})


def test_a_trend_counts_words_articles_and_shares_by_month(corpus: Corpus) -> None:
    found = corpus.trend(["ferry", "Ferries"], ["Ada Hill"], unit="month")
    by = {(row.series, str(row.period)[:7]): row for row in found.itertuples()}
    march = by["ferry", "2024-03"]
    assert (march[3], march.documents, march.articles, march.share) == (6, 4, 4, 1.0)
    assert by["ferries", "2024-04"][3] == 1
    assert by["Ada Hill", "2024-03"].documents == 3
    assert sum(row[3] for row in by.values() if row.series == "ferry") == 6  # one is undated


def test_a_trend_of_an_unknown_word_is_zero_everywhere(corpus: Corpus) -> None:
    assert set(corpus.trend(["zeppelin"])["count"]) == {0}


def test_an_unknown_unit_is_refused(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="there are day, week, month"):
        corpus.trend(["ferry"], unit="year")
