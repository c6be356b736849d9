"""Dates that name the day of printing at the head of an article."""

import re

_LOWER_WORD = re.compile(r"\b(?!updated\b|published\b|posted\b|on\b)[a-z]{2,}")
_AFTER_DATELINE = re.compile(r"[ \t]*(?:\(|--?|[—–/:|\]]|\n|$)")


def is_dateline(text: str, start: int, end: int) -> bool:
    """Is the date at text[start:end] the head of the article, as in "GAZA, Oct. 17 (Agency) -"?"""
    if start > 120 or _LOWER_WORD.search(text, 0, start):
        return False
    return _AFTER_DATELINE.match(text, end) is not None
