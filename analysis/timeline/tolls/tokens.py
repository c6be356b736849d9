"""A sentence cut into words, numbers and marks, as the rules for tolls need them."""

import re

from analysis.timeline.tolls.model import Token

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|\d+(?:,\d{3})*(?:\.\d+)?(?:-[A-Za-z][A-Za-z-]*|(?:st|nd|rd|th|am|pm|km|m|kg|[A-Za-z])\b)?"
    r"|[^\W\d_]+(?:[-'’.][^\W_]+)*"
    r"|[^\w\s]"
)
#: The possessive is a token of its own: "Gaza's" is two.
_POSSESSIVE = {"'s", "’s", "'S", "’S"}


def tokenise(sentence: str) -> list[Token]:
    """Tokens of a sentence in order; white space is none."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(sentence):
        text, start, end = match.group(), match.start(), match.end()
        if text[-2:] in _POSSESSIVE and len(text) > 2:
            cut = len(text) - 2
            tokens.append(Token(text[:cut], text[:cut].lower(), start, start + cut))
            tokens.append(Token(text[cut:], "'s", start + cut, end))
        else:
            low = text.lower()
            tokens.append(Token(text, low.replace("’", "'") if "’" in low else low, start, end))
    return tokens
