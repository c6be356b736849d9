"""Whether lines tell one story: anaphora at their beginning, and the words that they share."""

import re
from collections import Counter
from collections.abc import Sequence

from analysis.language.word_lists import word_list

#: Words with which a line goes on with what was said before.
_GOES_ON = re.compile(
    r"(?:He|She|They|It|His|Her|Their|Its|This|These|Those|That|Such|But|And|However|Earlier|Later|Also"
    r"|Another|Both|Other|Others|Meanwhile|Moreover|Separately|Neither|Some of|None of|Among them"
    r"|In addition|In response|In turn|At the time|At least .{2,20} of them"
    r"|The (?:statement|ministry"
    r"|official|officials|report|spokesman|spokesperson|spokeswoman|source|sources|two|three|move"
    r"|decision|agency|army|group|talks|deal|law|bill|victims|incident|attack|strike|latter|former)"
    r"|Açıklamada|Ayrıca|Öte yandan|Bunun|Söz konusu|وأضاف|وقال|كما|وأشار|وأوضح|Il|Elle|Ils)\b"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]{3,}")
_EMPTY = word_list("empty")


def continues(text: str) -> bool:
    """Whether a line begins as one that goes on with the story before it."""
    return text[0].islower() or _GOES_ON.match(text) is not None


def _content(text: str) -> set[str]:
    found = (match.group().lower() for match in _WORD.finditer(text))
    return {word[:6] for word in found if word not in _EMPTY}


def last_of_list(texts: Sequence[str]) -> int:
    """Where the last article of a list of lines begins, whose other lines are articles each.

    Lines are taken into the last article from its end as long as they share words with it that
    are not all over the list, or the line after them goes on with them.
    """
    content = [_content(text) for text in texts]
    spread = Counter(word for one in content for word in one)
    common = {word for word, count in spread.items() if count > max(2, 0.6 * len(texts))}
    begin = len(texts) - 1
    own = set(content[begin])
    while begin > 0:
        joined = 0
        for back in (1, 2):  # one line that shares little may stand between two that share much
            at = begin - back
            if at >= 0 and (
                len((content[at] & own) - common) >= 2 or (back == 1 and continues(texts[begin]))
            ):
                joined = back
                break
        if not joined:
            break
        own = own.union(*content[begin - joined : begin])
        begin -= joined
    return begin
