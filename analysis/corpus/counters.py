"""Lines that number the articles of a file: "Article 3 of 12", "[3]" … where they count on."""

import re
from collections.abc import Sequence

from analysis.corpus.spans import Paragraph
from analysis.language.word_lists import word_list

_LONGEST, _LEAST = 40, 3
_COUNTER = re.compile(
    r"\W*(?:(?P<word>[^\W\d_]+)\s*(?:(?:no|nr)\b\.?|#|:)?\s*)?(?P<number>\d{1,5})"
    r"(?:\s*(?:of|/|von|de|sur|di|van|из|من)\s*(?P<all>\d{1,5}))?\W*$",
    re.IGNORECASE,
)
_WORDS = word_list("counted")


def counted_lines(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The places of lines that count a file's articles, each one more than the last of its kind.

    A bare number counts only with the number of all beside it ("3/12"): sections are numbered, too.
    """
    kinds: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for place, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if len(text) > _LONGEST or (match := _COUNTER.match(text)) is None:
            continue
        word, every = (match.group("word") or "").lower(), match.group("all") or ""
        if word in _WORDS or (every and not word):
            kinds.setdefault((word, every), []).append((place, int(match.group("number"))))
    return sorted(
        place
        for lines in kinds.values()
        if len(lines) >= _LEAST
        and [number for _, number in lines] == list(range(lines[0][1], lines[0][1] + len(lines)))
        for place, _ in lines
    )
