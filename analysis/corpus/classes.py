"""What each paragraph of a text is: text, a date line, a byline, or a kind of boilerplate."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from analysis.corpus.counters import counted_lines
from analysis.corpus.outlets import agency_like
from analysis.corpus.rules import date_line, dateline, is_byline, is_headline, line_kind, stamped
from analysis.corpus.signatures import Learned, alone, learn, signature_name, tail, tail_word
from analysis.corpus.spans import Paragraph, Removal, raw_offset

#: Kinds that stand between articles.
OUTSIDE = ("separator", "end_mark", "notice", "repeated_line", "counter")
#: Kinds that may stand within one; of these, those that speak to the reader.
INSIDE = ("follow_us", "subscription", "cookie", "photo_credit", "credit", "page_furniture")
ADDRESSES = ("follow_us", "subscription")
#: What rules are drawn with.
_DRAWN = "=-_~─━═"
#: How what is said in a transcript begins, or a question: repeated, but no furniture.
_SPEAKER = re.compile(r"[(\[]|(?:Q|A|[A-Z][A-Z.'’\- ]{2,40}):? |[^.!?]{0,40}\?$")


@dataclass(slots=True)
class Line:
    """What one paragraph is: its kind (text, date_line, byline or boilerplate), the spans that go,
    and whether an article ends with it."""

    paragraph: Paragraph
    kind: str
    removals: list[Removal] = field(default_factory=list)
    outlet: str | None = None
    closes: bool = False
    opens: bool = False


def classify(
    raw: str,
    paragraphs: Sequence[Paragraph],
    order: str = "auto",
    run_together: bool = True,
    keep: Collection[str] = (),
) -> tuple[list[Line], Learned]:
    """The kind of each paragraph of a text, with what has been learned from the text.

    run_together: whether the text may hold several articles. keep: rules that remove nothing: what
    they find is text, which may still tell where an article ends.
    """
    ends = [tail(one.text) for one in paragraphs]
    learned = learn(paragraphs, ends, run_together)
    repeated = repeated_lines(paragraphs, learned) if run_together else set()
    lines = [
        _classified(raw, one, end, learned, repeated, order)
        for one, end in zip(paragraphs, ends, strict=True)
    ]
    for place in counted_lines(paragraphs) if run_together else ():
        one = paragraphs[place]
        removal = Removal(one.start, one.end, "counter")
        lines[place] = Line(one, "counter", [removal], closes=True)
    _mark_bylines(lines)
    if run_together:
        _mark_underlines(lines)
    if keep:
        _put_back(lines, keep)
    return lines, learned


def _put_back(lines: Sequence[Line], keep: Collection[str]) -> None:
    """Make text of what these rules found; where an article ended above it, it now ends with it."""
    above: Line | None = None
    for line in lines:
        if any(one.rule in keep for one in line.removals):
            if line.kind in OUTSIDE and above is not None and above.closes:
                above.closes, line.closes = False, True
            line.removals = [one for one in line.removals if one.rule not in keep]
            line.kind = line.kind if line.kind == "date_line" else "text"
        above = line


def _classified(
    raw: str,
    paragraph: Paragraph,
    end: tuple[str, int] | None,
    learned: Learned,
    repeated: Collection[str],
    order: str,
) -> Line:
    text = paragraph.text
    kind = line_kind(paragraph.clean)
    if kind is not None:
        line = Line(paragraph, kind, [Removal(paragraph.start, paragraph.end, kind)])
        line.closes = kind in OUTSIDE
        return line
    if text in learned.lines or (
        len(text) <= 44 and alone(text) in learned.names and text[0] in "([-–—"
    ):
        removal = Removal(paragraph.start, paragraph.end, "signature")
        return Line(paragraph, "signature", [removal], alone(text), closes=True)
    found = date_line(text, order)
    if found is not None:
        line = Line(paragraph, "date_line", opens=True)
        line.outlet = signature_name(found.name) if found.name else None
        if line.outlet and found.name in learned.heads and text.startswith(found.name or ""):
            head = raw_offset(raw, paragraph, found.begin)
            line.removals = [Removal(paragraph.start, head, "signature")]
        return line
    if text in repeated:
        removal = Removal(paragraph.start, paragraph.end, "repeated_line")
        return Line(paragraph, "repeated_line", [removal], closes=True)
    opens = dateline(paragraph.clean) is not None or stamped(text, order) is not None
    line = Line(paragraph, "text", opens=opens)
    if learned.words and (word := tail_word(text)) is not None and word[0] in learned.words:
        signs = agency_like(word[0])
        rule = "signature" if signs else "end_mark"
        line.removals = [Removal(raw_offset(raw, paragraph, word[1]), paragraph.end, rule)]
        line.outlet, line.closes = word[0] if signs else None, True
        return line
    if end is not None and end[0] in learned.names:
        begin = raw_offset(raw, paragraph, end[1])
        line.removals = [Removal(begin, paragraph.end, "signature")]
        line.outlet, line.closes = end[0], True
    return line


def repeated_lines(paragraphs: Sequence[Paragraph], learned: Learned) -> set[str]:
    """Lines that stand between articles: three times and more in a text, in changing company, and
    mostly beside what only an article's end or beginning can be (a signature, a date line, …)."""
    places: dict[str, list[int]] = {}
    for index, one in enumerate(paragraphs):
        if (
            20 <= len(one.text) <= 600
            and one.text.count(" ") >= 2
            and not _SPEAKER.match(one.text)
            and not is_byline(one.text)
        ):
            places.setdefault(one.text, []).append(index)
    found = set()
    for text, at in places.items():
        if len(at) < 3 or len(at) > 0.34 * len(paragraphs):
            continue
        before = [paragraphs[index - 1].text if index else "" for index in at]
        after = [paragraphs[index + 1].text if index + 1 < len(paragraphs) else "" for index in at]
        second = [paragraphs[index + 2].text if index + 2 < len(paragraphs) else "" for index in at]
        beside = sum(
            _ends(above, learned) or _begins(below) or _heads(below, next_one)
            for above, below, next_one in zip(before, after, second, strict=True)
        )
        if max(len(set(before)), len(set(after))) >= 0.6 * len(at) and beside >= 0.6 * len(at):
            found.add(text)
    return found


def _ends(text: str, learned: Learned) -> bool:
    """Whether an article ends with this paragraph."""
    end = tail(text)
    return (
        (end is not None and end[0] in learned.names)
        or text in learned.lines
        or line_kind(text) in OUTSIDE
    )


def _begins(text: str) -> bool:
    """Whether an article, or what stands between two, begins with this paragraph."""
    return (
        not text
        or date_line(text) is not None
        or dateline(text) is not None
        or line_kind(text) in OUTSIDE
    )


def _heads(headline: str, below: str) -> bool:
    """Whether two paragraphs are a headline and what stands below one: a date, a name."""
    return is_headline(headline) and (
        date_line(below) is not None or dateline(below) is not None or is_byline(below)
    )


def _mark_underlines(lines: Sequence[Line]) -> None:
    """Rules that are drawn right below headlines part no articles: the headlines open them."""
    rules = [
        at
        for at, line in enumerate(lines)
        if line.kind == "separator" and line.paragraph.text[0] in _DRAWN
    ]
    below = [
        at
        for at in rules
        if at
        and not lines[at].paragraph.blank_before
        and lines[at - 1].kind == "text"
        and is_headline(lines[at - 1].paragraph.text)
    ]
    if len(below) > 1 and len(below) >= 0.6 * len(rules):
        for at in below:
            lines[at].kind, lines[at].closes = "page_furniture", False
            lines[at - 1].opens = True


def _mark_bylines(lines: list[Line]) -> None:
    """Bylines stand at an article's head: after a headline or by a date line."""
    for index, line in enumerate(lines):
        if line.kind != "text" or not is_byline(line.paragraph.clean):
            continue
        above = lines[index - 1] if index else None
        below = lines[index + 1] if index + 1 < len(lines) else None
        if (
            above is None
            or above.closes
            or above.kind in ("date_line", *OUTSIDE, *INSIDE)
            or is_headline(above.paragraph.text)
            or (below is not None and (below.kind == "date_line" or below.opens))
        ):
            line.kind = "byline"
            line.removals = [Removal(line.paragraph.start, line.paragraph.end, "byline")]
