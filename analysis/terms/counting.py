"""Counting loops over numbered words; compiled by numba because they are the stage's hot path.

Words are numbered by the rank of their form in the shard's sorted vocabulary. Every sum is a
sum of integers, so that results do not depend on how articles are dealt to shards.
"""

from typing import Any

import numpy as np
from numba import types

from analysis.language.loops import BYTES, COUNTS, FLAGS, NUMBER, PLACES, loop, read


@loop(COUNTS, PLACES, NUMBER)
def count_by_article(forms: Any, bounds: Any, types: int) -> Any:
    """Distinct forms of each article and how often each stands there, sorted by form.

    Returns forms and counts, article after article, and how many rows lie before each article.
    Sorted by two counting passes (by form, then back by article) instead of comparisons.
    """
    articles = len(bounds) - 1
    seen = np.full(types, -1, dtype=np.int64)
    row_form = np.empty(len(forms), dtype=np.uint32)
    row_count = np.empty(len(forms), dtype=np.uint32)
    row_article = np.empty(len(forms), dtype=np.uint32)
    row_bounds = np.zeros(articles + 1, dtype=np.int64)
    by_form = np.zeros(types + 1, dtype=np.int64)
    rows = 0
    for d in range(articles):
        first = rows
        for k in range(bounds[d], bounds[d + 1]):
            f = forms[k]
            at = seen[f]
            if at >= first:
                row_count[at] += 1
            else:
                seen[f] = rows
                row_form[rows] = f
                row_count[rows] = 1
                row_article[rows] = d
                by_form[f + 1] += 1
                rows += 1
        row_bounds[d + 1] = rows
    for f in range(types):
        by_form[f + 1] += by_form[f]
    order = np.empty(rows, dtype=np.uint32)
    for k in range(rows):
        f = row_form[k]
        order[by_form[f]] = k
        by_form[f] += 1
    place = row_bounds[:-1].copy()
    out_form = np.empty(rows, dtype=np.uint32)
    out_count = np.empty(rows, dtype=np.uint32)
    for r in range(rows):
        k = order[r]
        at = place[row_article[k]]
        place[row_article[k]] += 1
        out_form[at] = row_form[k]
        out_count[at] = row_count[k]
    return out_form, out_count, row_bounds


@loop(COUNTS, BYTES, PLACES, PLACES, PLACES, NUMBER)
def gaps_and_openings(
    starts: Any, joined: Any, bounds: Any, sentence_starts: Any, sentence_bounds: Any, opens: int
) -> Any:
    """Code points from each word's neighbour before it (the article's start) to the word, and its
    mark: `joined`, and the bit `opens` where it is the first word at or after a sentence's start.

    sentence_starts: sorted within each article; sentence_bounds: where each article's begin.
    """
    gaps = np.empty(len(starts), dtype=np.uint32)
    mark = np.empty(len(starts), dtype=np.uint8)
    for d in range(len(bounds) - 1):
        sentence = sentence_bounds[d]
        last = sentence_bounds[d + 1]
        before = np.uint32(0)
        for k in range(bounds[d], bounds[d + 1]):
            start = starts[k]
            gaps[k] = start - before
            before = start
            mark[k] = joined[k]
            if sentence < last and sentence_starts[sentence] <= start:
                mark[k] |= opens
                while sentence < last and sentence_starts[sentence] <= start:
                    sentence += 1
    return gaps, mark


@loop(COUNTS, COUNTS, PLACES, PLACES, FLAGS, PLACES, NUMBER)
def total_by_form(
    forms: Any, counts: Any, row_bounds: Any, words: Any, counted: Any, weights: Any, types: int
) -> Any:
    """Sums per form over the articles for which `counted` is true.

    words: words of each article; weights: integer weight of a count, by count.
    Returns count, articles, summed weight, words of the articles that hold the form, the
    smallest share of an article's words that the form has, and count in all articles.
    """
    count = np.zeros(types, dtype=np.int64)
    documents = np.zeros(types, dtype=np.int64)
    weight = np.zeros(types, dtype=np.int64)
    held = np.zeros(types, dtype=np.int64)
    least = np.ones(types, dtype=np.float64)
    everywhere = np.zeros(types, dtype=np.int64)
    for d in range(len(row_bounds) - 1):
        for k in range(row_bounds[d], row_bounds[d + 1]):
            f = forms[k]
            c = counts[k]
            everywhere[f] += c
            if counted[d]:
                count[f] += c
                documents[f] += 1
                weight[f] += weights[c]
                held[f] += words[d]
                share = c / words[d]
                if share < least[f]:
                    least[f] = share
    return count, documents, weight, held, least, everywhere


@loop(COUNTS, PLACES, PLACES, NUMBER)
def first_articles(forms: Any, row_bounds: Any, order: Any, types: int) -> Any:
    """The first article, in the given order of articles, that holds each form; -1 for none."""
    first = np.full(types, -1, dtype=np.int64)
    for d in order:
        for k in range(row_bounds[d], row_bounds[d + 1]):
            if first[forms[k]] < 0:
                first[forms[k]] = d
    return first


@loop(COUNTS, COUNTS, PLACES, PLACES, PLACES, PLACES, NUMBER)
def total_by_group(
    forms: Any, counts: Any, row_bounds: Any, words: Any, order: Any, bounds: Any, types: int
) -> Any:
    """The sums of `total_by_form` for each group of articles.

    order: articles group by group; bounds: where each group begins in it, and the end.
    Returns rows of group, form, count, articles, words of those articles, sorted.
    """
    count = np.zeros(types, dtype=np.int64)
    documents = np.zeros(types, dtype=np.int64)
    held = np.zeros(types, dtype=np.int64)
    room = 0
    for d in order:
        room += row_bounds[d + 1] - row_bounds[d]
    out_group = np.empty(room, dtype=np.uint32)
    out_form = np.empty(room, dtype=np.uint32)
    out = np.empty((3, room), dtype=np.int64)
    rows = 0
    for g in range(len(bounds) - 1):
        for at in range(bounds[g], bounds[g + 1]):
            d = order[at]
            for k in range(row_bounds[d], row_bounds[d + 1]):
                f = forms[k]
                count[f] += counts[k]
                documents[f] += 1
                held[f] += words[d]
        for f in range(types):
            if documents[f]:
                out_group[rows] = g
                out_form[rows] = f
                out[0, rows] = count[f]
                out[1, rows] = documents[f]
                out[2, rows] = held[f]
                rows += 1
                count[f] = 0
                documents[f] = 0
                held[f] = 0
    return out_group[:rows].copy(), out_form[:rows].copy(), out[:, :rows].copy()


@loop(COUNTS, BYTES, PLACES, FLAGS, NUMBER)
def count_pairs(forms: Any, joined: Any, bounds: Any, counted: Any, types: int) -> Any:
    """Neighbouring words without punctuation or a sentence's end between them.

    Returns first, second and count of each distinct pair (grouped by first), and how often each
    form is first and second of a pair. Seconds are dealt to their firsts by a counting sort and
    counted in a small array, which stays in the processor's cache where a hash table would not.
    """
    leads = np.zeros(types, dtype=np.int64)
    follows = np.zeros(types, dtype=np.int64)
    for d in range(len(bounds) - 1):
        if counted[d]:
            for k in range(bounds[d] + 1, bounds[d + 1]):
                if joined[k]:
                    leads[forms[k - 1]] += 1
                    follows[forms[k]] += 1
    place = np.zeros(types + 1, dtype=np.int64)
    for f in range(types):
        place[f + 1] = place[f] + leads[f]
    total = place[types]
    seconds = np.empty(total, dtype=np.uint32)
    free = place[:-1].copy()
    for d in range(len(bounds) - 1):
        if counted[d]:
            for k in range(bounds[d] + 1, bounds[d + 1]):
                if joined[k]:
                    f = forms[k - 1]
                    seconds[free[f]] = forms[k]
                    free[f] += 1
    out_first = np.empty(total, dtype=np.uint32)
    out_second = np.empty(total, dtype=np.uint32)
    out_count = np.empty(total, dtype=np.uint32)
    seen = np.full(types, -1, dtype=np.int64)
    rows = 0
    for f in range(types):
        first = rows
        for k in range(place[f], place[f + 1]):
            s = seconds[k]
            at = seen[s]
            if at >= first:
                out_count[at] += 1
            else:
                seen[s] = rows
                out_first[rows] = f
                out_second[rows] = s
                out_count[rows] = 1
                rows += 1
    return (
        out_first[:rows].copy(),
        out_second[:rows].copy(),
        out_count[:rows].copy(),
        leads,
        follows,
    )


@loop(COUNTS, COUNTS, PLACES, PLACES, read(types.bool_, 2), PLACES, PLACES, PLACES, PLACES)
def shortfalls(
    forms: Any,
    counts: Any,
    row_bounds: Any,
    words: Any,
    member: Any,
    side_bounds: Any,
    sides: Any,
    side_count: Any,
    side_words: Any,
) -> Any:
    """How far forms stay below their expected count in articles where they are scarce.

    For form f the requests side_bounds[f] to side_bounds[f + 1] name a side (row of `member`,
    articles by side) with the form's count F and the words W there. Returned for each request:
    sum over the side's articles with the form of max(0, words * F - count * W).
    """
    out = np.zeros(len(sides), dtype=np.int64)
    for d in range(len(row_bounds) - 1):
        for k in range(row_bounds[d], row_bounds[d + 1]):
            f = forms[k]
            for r in range(side_bounds[f], side_bounds[f + 1]):
                if member[sides[r], d]:
                    missing = words[d] * side_count[r] - counts[k] * side_words[r]
                    if missing > 0:
                        out[r] += missing
    return out
