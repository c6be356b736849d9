"""Markdown: front matter and what the marks of the text mean."""

import re
from typing import Any

import yaml

from analysis.corpus.spans import Repair

_FRONT = re.compile(
    r"\s*---[ \t]*\r?\n(?P<body>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL
)
_URL = r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
_MARK = re.compile(
    r"(?P<escape>\\(?=[\\`*_{}\[\]()#+\-.!<>|~\"'$&^@%=:;,/?]))(?P<escaped>.)"
    r"|(?P<comment><!--.*?-->)"
    rf"|(?P<image>!\[[^\]\n]{{0,300}}\]{_URL})"
    rf"|(?P<open>\[)(?=(?P<label>[^\[\]]{{0,600}}?)(?P<close>\]{_URL}|\]\{{[^}}\n]{{0,100}}\}}|\]\[[^\]\n]{{0,60}}\]))"
    r"|(?P<link>(?<=<)https?://[^>\s]{1,400}(?=>))"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,400}>)"
    r"|(?P<heading>^[ \t]{0,3}\#{1,6}[ \t]+)"
    r"|(?P<quote>^[ \t]{0,3}>[ \t]?)"
    r"|(?P<bullet>^[ \t]*[*+\-][ \t]+(?=[^\s*+\-]))"
    r"|(?P<strong>\*{2,3}|(?<!\w)_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w))"
    r"|(?P<emphasis>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*]))"
    r"|(?P<code>`+)"
    r"|(?P<hard_break>(?:[ \t]{2,}|\\)(?=\r?\n(?![ \t]*[a-z])))",
    re.MULTILINE | re.DOTALL,
)


def front_matter(raw: str) -> tuple[dict[str, str], int, str | None]:
    """The fields of a file's front matter, where the body begins, and a problem or None."""
    match = _FRONT.match(raw) if raw[:40].lstrip().startswith("---") else None
    if match is None:
        return {}, 0, None
    try:
        loaded: Any = yaml.load(match.group("body"), Loader=yaml.BaseLoader)  # strings only
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        return {}, match.end(), f"front matter is no YAML (line {line}): mend or remove it"
    except RecursionError:
        return {}, match.end(), "front matter is nested too deep: simplify it"
    fields = loaded if isinstance(loaded, dict) else {}
    return (
        {str(key): value for key, value in fields.items() if isinstance(value, str)},
        match.end(),
        None,
    )


def markup(raw: str, begin: int = 0) -> tuple[str, list[Repair]]:
    """The text with white space in place of its marks (same length), and the marks' removal."""
    repairs: list[Repair] = []
    shadow = list(raw)
    shadow[:begin] = " " * begin

    def drop(start: int, end: int) -> None:
        if start < end and (not repairs or repairs[-1].end <= start):
            repairs.append(Repair(start, end, "", "markup"))
            shadow[start:end] = [one if one in "\r\n" else " " for one in raw[start:end]]

    closing: list[tuple[int, int]] = []
    for match in _MARK.finditer(raw, begin):
        while closing and closing[0][0] <= match.start():
            drop(*closing.pop(0))
        kind = match.lastgroup or ""
        if kind == "escaped":
            drop(match.start("escape"), match.end("escape"))
        elif match.group("open") is not None:
            drop(match.start(), match.start() + 1)
            closing.append(match.span("close"))
        elif kind == "hard_break":
            if raw[match.start()] == "\\":
                drop(*match.span())
            shadow[match.start() : match.end()] = ["\n"] * (match.end() - match.start())
        elif kind != "link" and not any(
            start < match.end() and match.start() < end for start, end in closing
        ):
            drop(*match.span())
            if kind in ("heading", "bullet"):
                shadow[match.start() : match.end()] = ["\n"] * (match.end() - match.start())
    for span in closing:
        drop(*span)
    return "".join(shadow), sorted(repairs, key=lambda one: one.start)
