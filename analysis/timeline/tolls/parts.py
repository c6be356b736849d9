"""Numbers that are parts of others, stand in a series with them, or count hostages."""

import re

from analysis.timeline.tolls.lexicon import lexicon
from analysis.timeline.tolls.row import PEOPLE, Row

_RELEASE = re.compile(
    r"\b(?:releas\w*|free[ds]?|freeing|freedom|rescu\w*|return\w*|exchang\w*|swap\w*|trad\w+|"
    r"bring\w*|brought|"
    r"recover\w*|reunit\w*|(?<!at )home|came out|come out|coming out|got out|get out|"
    r"getting out|out|"
    r"back|let go|handed over|"
    r"extract\w*|liberat\w*|names? of|list of|deal|returned|secure\w*|safe\w*|shot)\b",
    re.IGNORECASE,
)


_TAKEN = re.compile(
    r"\b(?:t[oa]ken?|taking|took|seized?|held|hold(?:s|ing)?|still|remain\w*|captive|captivity|"
    r"number of|numbers?(?! —)|hostage-taking|"
    r"kidnap\w*|abduct\w*|dragged|keep\w*|believed)\b",
    re.IGNORECASE,
)


_NOT_MEANT = re.compile(r"\b(?:not|n['’]t|never) (?:mean|necessarily|say|claim)\b", re.IGNORECASE)


def _group(row: Row, index: int) -> str | None:
    """The group that a symbol names, as in "of whom 46 were children"."""
    found = lexicon().people.at(row.tokens, row.symbols[index].first)
    return None if found is None else found[1]


_SPARED = re.compile(r"(?:escap|surviv|releas|freed|return|recover|rescu)\w*$")


def series(row: Row) -> None:
    """The later ones of "21 injured in Davao, 36 in Cotabato and seven in Santos"."""
    for match in re.finditer(r"(?<=[ca])E(?=p[dCgw])", row.letters):
        index = match.start()
        if not row.is_free(index):
            continue
        outer = next((at for at in range(index - 1, -1, -1) if row.letters[at] in PEOPLE), None)
        if outer is None or outer not in row.links.outcomes or index - outer > 10:
            continue
        if not set(row.letters[outer + 1 : index]) & set("xhmvSs"):
            row.propose(index, row.links.outcomes[outer], subset=outer in row.links.subsets)


def parts(row: Row) -> None:
    """As in "including 46 children", "46 of them children", "2,055 children among them"."""
    for index, letter in enumerate(row.letters):
        if letter not in PEOPLE or not row.is_free(index):
            continue
        count = row.symbols[index].count
        outer = next((at for at in range(index - 1, -1, -1) if at in row.links.outcomes), None)
        if outer is None or count is None:
            continue
        before = row.letters[max(0, index - 3) : index].rstrip("fdc")
        after = row.text(index + 1, index + 3).lower()
        listed = before.endswith("i") or (
            row.letters[index - 1] in "ac"
            and any(at in row.links.subsets for at in range(max(0, index - 6), index))
        )
        partitive = count.partitive and letter == "E" and row.letters[index - 1] in "caS"
        if count.partitive and letter == "E" and row.letters[index + 1 : index + 2] == "d":
            continue  # "two journalists, one of them the son of …"
        if row.letters[index + 1 : index + 3] == "xw":
            group = _group(row, index + 2)
            if group is None:
                continue  # "of whom 14,000 were sent home"
            row.links.groups[index] = group
        if index + 1 < len(row.letters) and _SPARED.match(row.low(index + 1)):
            continue  # "57 of whom escaped"
        if not listed and letter == "E" and _GRADED.match(after):  # "nine hurt, two critically"
            outcome = ("killed",) if after.startswith("fatally") else row.links.outcomes[outer]
            if outcome != ("killed",) or after.startswith("fatally"):
                row.propose(index, outcome, subset=True)
            continue
        if listed or partitive or _among_them(row, index):
            row.propose(index, _whole(row, index, outer), subset=True)


_GRADED = re.compile(r"(?:seriously|critically|gravely|severely|badly|fatally)(?:\s*[,.;]|$)")
#: Further members of a list whose end says "among them": "six women and one soldier among them".
_LISTED = re.compile(r"(?:[po][dgwC]{1,5}|c?a[fd]*[QER]|c[fd]*[QER])*c?i")


def _among_them(row: Row, index: int) -> bool:
    match = _LISTED.match(row.letters, index + 1)
    if match is None or row.letters[index - 1] not in "caS":
        return False
    said = row.text(match.end() - 1, match.end() + 2).lower()
    closed = row.letters[match.end() : match.end() + 1] in ("", "c", "S", "a")
    return said.startswith("among them") and closed


def of_those(row: Row) -> None:
    """As in "Of those killed, 14 were women"."""
    for match in re.finditer(r"od?E?[KAZ]p?[dCgw]{0,3}c(?:af)?[EQ](?=x|V)", row.letters):
        index = match.end() - 1
        verb = next(at for at in range(match.start(), index) if row.letters[at] in "KAZ")
        outcome = row.symbols[verb].outcome
        if row.is_free(index) and outcome and outcome != "held":
            row.propose(index, (outcome,), subset=True)


def _whole(row: Row, index: int, outer: int) -> tuple[str, ...]:
    """Outcome of the figure that a part belongs to: after "560 people killed and 2,271 injured,
    including 91 children" the first, which holds the noun."""
    nearest = row.symbols[outer].count
    part = row.symbols[index].count
    if part is not None and part.partitive and part.group is None:
        return row.links.outcomes[outer]
    if nearest is None or nearest.group is not None or row.letters[outer] != "E":
        return row.links.outcomes[outer]
    for at in range(outer - 1, -1, -1):
        if row.letters[at] == "S":
            break
        if at in row.links.outcomes and row.letters[at] in "QZ":
            return row.links.outcomes[at]
    return row.links.outcomes[outer]


def hostages(row: Row) -> None:
    """Hostages that are counted, unless they are counted as freed."""
    for index, symbol in enumerate(row.symbols):
        count = symbol.count
        if count is None or count.group != "hostages" or not row.is_free(index):
            continue
        near = row.text(index - 9, index + 9)
        if _NOT_MEANT.search(row.before(index)) or row.low(index - 1) == "or":
            continue
        if row.is_conditional(index) or (
            _RELEASE.search(near) and not _TAKEN.search(row.text(index - 4, index + 5))
        ):
            continue
        if re.search(
            r"\b(?:releas|free|rescu|return|exchang|swap)",
            row.text(index - 4, index + 5),
            re.IGNORECASE,
        ):
            continue
        row.propose(index, ("abducted",))
