"""Which agency an article is from: signatures, datelines and notices put together."""

import re
from collections.abc import Iterable, Sequence

from analysis.corpus.model import Draft
from analysis.language.word_lists import word_list

_LATER_WORDS = r"(?: (?:[A-Z][\w'’&-]*|of|for)){0,3} [A-Z][\w'’&-]+"
_OWNER = re.compile(
    r"(?:©|\(c\)|[Cc]opyright)\s*(?:\d{4}\s*)?(?:by )?([A-Z][\w'’&-]*(?: [A-Z][\w'’&-]*){0,4})"
)
_PRESS = word_list("press")
#: Longer ones also end a name: "Gulfwire".
_PRESS_ENDS = tuple(sorted(one for one in _PRESS if len(one) > 3))
_ADDRESS = re.compile(
    r"(?:Follow|Join|Subscribe to|Sign up for|Read more on|Download) (?:the )?"
    r"([A-Z][\w&-]*(?: [A-Z][\w&-]*){0,4}?)(?:['’]s?)?(?= [a-z]+\b)"
)


def full_name(short: str | None, names: Sequence[str]) -> str | None:
    """The one name among several that a short one stands for: its initials, or its first words."""
    if short is None:
        return names[0] if names else None
    found = {name for name in names if name != short and _stands_for(short, name)}
    return found.pop() if len(found) == 1 else short


def _stands_for(short: str, name: str) -> bool:
    words = re.findall(r"[^\W_]+", name)
    initials = {
        "".join(word[0] for word in words).upper(),
        "".join(word[0] for word in words if word[0].isupper()),
    }
    return short.isupper() and len(short) > 1 and short.replace(".", "") in initials


def agency_like(name: str) -> bool:
    """Whether a name may be an agency's or a paper's by its wording: initials, or a word of it."""
    letters = [one for one in name if one.isalpha()]
    if len(letters) <= 6 and all(one.isupper() for one in letters):
        return True
    words = name.lower().replace("-", " ").split()
    if len(words) == 1 and name.islower() and len(name) <= 4:
        return True  # dpa, ansa, efe
    return any(one in _PRESS or one.endswith(_PRESS_ENDS) for one in words)


def whole_names(named: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """For outlets named by their initials, the full name that articles of the same file have.

    named: source file and outlet of articles. Returns source file, initials and full name.
    """
    by_file: dict[str, set[str]] = {}
    for source_file, outlet in named:
        by_file.setdefault(source_file, set()).add(outlet)
    return [
        (source_file, short, whole)
        for source_file, names in sorted(by_file.items())
        for short in sorted(names)
        if (whole := full_name(short, sorted(names))) is not None and whole != short
    ]


def name_outlets(drafts: Sequence[Draft], notices: Sequence[str], addresses: Sequence[str]) -> None:
    """Give the articles of one file their outlets' full names.

    "(LW)" becomes "Levant Wire" where a dateline or notice names it; a name goes on as the file's
    notices write it ("Mare Nostrum" - "Mare Nostrum News Agency"). Where one agency signed all
    that is signed in a file, what is unsigned in it is its as well; where nothing is signed, the
    one name in notices and addresses to readers counts ("Subscribe to Northern Desk's letter").
    """
    owners = [match.group(1) for text in notices for match in _OWNER.finditer(text)]
    named = sorted({one.outlet for one in drafts if one.outlet})
    whole = {
        name: _as_in_notices(full_name(name, [*named, *owners]) or name, notices) for name in named
    }
    for draft in drafts:
        if draft.outlet:
            draft.outlet = whole[draft.outlet]
    signed = {one.outlet for one in drafts if one.outlet}
    if not signed:
        signed = {*owners, *(m.group(1) for text in addresses if (m := _ADDRESS.match(text)))}
    if len(signed) == 1:
        for draft in drafts:
            draft.outlet = draft.outlet or next(iter(signed))


def _as_in_notices(name: str, notices: Sequence[str]) -> str:
    longer = {
        match.group()
        for text in notices
        for match in re.finditer(rf"(?<!\w){re.escape(name)}{_LATER_WORDS}", text)
    }
    return longer.pop() if len(longer) == 1 else name
