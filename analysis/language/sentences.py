"""Sentences of a clean text."""

from nupunkt import sentence_spans


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text whose paragraphs are parted by blank lines, in order.

    Spans hold no white space at their ends, and no sentence goes over a blank line.
    """
    return list(sentence_spans(text))
