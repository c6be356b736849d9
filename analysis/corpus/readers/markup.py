"""XML and SGML as one tree, though the file is not well-formed.

Archives of news are often many documents one after the other without an element around them, with
entities that nobody declares and signs that XML forbids. A parser would stop at the first of
these and lose the rest unseen, so they are mended before it reads.
"""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from lxml import etree

_DECLARATION = re.compile(r"<\?xml[^<>]{0,200}\?>")
#: What a file declares itself: entities of its own can fill the memory or name other files.
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]{0,1000}([\[>])", re.IGNORECASE)
_DECLARED = re.compile(r"\]\s*>")
_SECTION, _SECTION_END = "<![CDATA[", "]]>"
_AMPERSAND = re.compile(r"&(?:#(x[0-9a-fA-F]{1,6}|\d{1,7});|([A-Za-z][A-Za-z0-9]{0,31});)?")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
#: Elements that SGML need not close.
_OPEN = re.compile(r"</?(p|br)\b[^<>]{0,200}>", re.IGNORECASE)


def tree(text: str, sgml: bool = False) -> Any:
    """The root element of the text, or one around all of its documents; None where there is none.

    sgml: paragraphs may be left open; they become blank lines.
    Raises etree.XMLSyntaxError where nothing can be read.
    """
    parts = [
        one if one.startswith(_SECTION) else _AMPERSAND.sub(_mended, one)
        for one in _sections(undeclared(text))
    ]
    body = _FORBIDDEN.sub(" ", "".join(parts))
    if sgml:
        body = _OPEN.sub("\n\n", body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    around = etree.fromstring(f"<documents>{body}</documents>", parser)
    if around is None:
        return None
    roots = [one for one in around if isinstance(one.tag, str)]
    return roots[0] if len(roots) == 1 else around if roots else None


def undeclared(text: str) -> str:
    """The text without its XML declarations and document types."""
    text = _DECLARATION.sub("", text)
    kept, at = [], 0
    while found := _DOCTYPE.search(text, at):
        end = found if found.group(1) == ">" else _DECLARED.search(text, found.end())
        if end is None:
            break
        kept.append(text[at : found.start()])
        at = end.end()
    return "".join([*kept, text[at:]])


def _sections(text: str) -> Iterator[str]:
    """The text in parts, of which those that begin with it are CDATA sections."""
    at = 0
    while (begin := text.find(_SECTION, at)) >= 0:
        end = text.find(_SECTION_END, begin)
        if end < 0:
            break
        yield text[at:begin]
        at = end + len(_SECTION_END)
        yield text[begin:at]
    yield text[at:]


def _mended(match: re.Match[str]) -> str:
    """A reference that XML knows; any other stays as it is written."""
    number, name = match.groups()
    if number is not None:
        code = int(number[1:], 16) if number[0] == "x" else int(number)
        return " " if code > 0x10FFFF or _FORBIDDEN.match(chr(code)) else match.group()
    if name in _OF_XML:
        return match.group()
    known = html5.get(f"{name};") if name else None
    return "".join(f"&#{ord(sign)};" for sign in known) if known else f"&amp;{match.group()[1:]}"
