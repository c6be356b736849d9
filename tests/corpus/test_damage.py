"""Decoding, repairs and lines of boilerplate: hand-worked cases."""

import re

import pytest

from analysis.corpus.decode import REPLACE, decode
from analysis.corpus.lines import read_paragraphs
from analysis.corpus.repair import find_repairs
from analysis.corpus.rules import is_byline, line_kind
from tests.corpus.stages import run


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        ("Curaçao’s café – reopened", "utf-8", "utf-8"),
        ("Curaçao’s café – reopened", "utf-8-sig", "utf-8-sig"),
        ("Curaçao’s café – reopened", "utf-16", "utf-16"),
        ("Curaçao reopened its café", "utf-16-le", "utf-16-le"),
        ("The café’s owner said “no” – twice", "cp1252", "cp1252"),
    ],
)
def test_decoding(text: str, encoding: str, named: str) -> None:
    content = text.encode(encoding)
    found = decode(content)
    assert (found.text, found.encoding, found.problem) == (text, named, None)
    assert content.decode(named, REPLACE) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "Türkiye'de çocuklara yönelik aşı kampanyası başladı; sağlık bakanlığı açıkladı.",
            "cp1254",
        ),
        ("قالت وزارة الصحة إن عشرة أشخاص أصيبوا في المدينة يوم الاثنين", "cp1256"),
        ("В понедельник в городе пострадали десять человек, сообщило министерство", "cp1251"),
    ],
)
def test_detected_encodings_of_other_scripts(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_each_undecodable_byte_is_one_replacement_and_is_said() -> None:
    found = decode("Curaçao café reopened".encode() + b"\xe2\x82 end\xff")
    assert found.encoding == "utf-8"
    assert found.text == "Curaçao café reopened\ufffd\ufffd end\ufffd"
    assert found.problem is not None and found.problem.startswith("3 bytes are no utf-8")


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(range(200)), bytes(range(32)) * 20]
)
def test_what_is_no_text(content: bytes) -> None:
    row = run({"a.txt": content})["files"].row(0, named=True)
    assert (row["encoding"], row["documents"], row["chars"]) == (None, 0, 0)
    assert "take it out" in row["problem"]


@pytest.mark.parametrize(
    ("raw", "after", "rule"),
    [
        ("it\u00e2\u20ac\u2122s", "it’s", "mojibake"),
        ("caf\u00c3\u00a9", "café", "mojibake"),
        ("T\u00c3\u00bcrkiye\u00e2\u20ac\u2122de", "Türkiye’de", "mojibake"),
        ("\u00d8\u00a7\u00d9\u201e", "ال", "mojibake"),
        ("it\x92s", "it’s", "mojibake"),
        ("hos\u00adpital", "hospital", "soft_hyphen"),
        ("hos\u00ad\n  pital", "hospital", "soft_hyphen"),
        ("wit\u200bness", "witness", "zero_width"),
        ("\u202eabc\u202c", "abc", "bidi"),
        ("\ufb01re", "fire", "ligature"),
        ("e\u0301t\u00e9", "été", "unicode"),
        ("A&amp;B", "A&B", "html_entity"),
    ],
)
def test_repairs(raw: str, after: str, rule: str) -> None:
    repairs = find_repairs(raw)
    text, position = "", 0
    for one in repairs:
        text += raw[position : one.start] + one.after
        position = one.end
    assert text + raw[position:] == after
    assert {one.rule for one in repairs} == {rule}


@pytest.mark.parametrize(
    "raw",
    [
        "Ål and Ärger, naïve café",
        "می\u200cخواهم",
        "👨\u200d👩\u200d👧",
        "été\u00a0»",
        "AT&T; R&D",
        "1 < 2 & 3",
    ],
)
def test_what_is_right_stays(raw: str) -> None:
    assert find_repairs(raw) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("LEGAL NOTICE: All rights of the news are reserved. No part may be used without a "
         "written contract.", "notice"),
        ("© 2024 Northern Example. Redistribution without consent is prohibited.", "notice"),
        ("Tüm hakları saklıdır. İzinsiz kullanılamaz.", "notice"),
        ("جميع الحقوق محفوظة لوكالة المثال", "notice"),
        ("Follow us on Twitter and Telegram for updates.", "follow_us"),
        ("Follow Northern Example for more from the region.", "follow_us"),
        ("Subscribe to our morning newsletter.", "subscription"),
        ("We use cookies to improve your experience.", "cookie"),
        ("(Photo: Northern Example)", "photo_credit"),
        ("Photo by Jane Roe", "photo_credit"),
        ("(Reporting by Jane Roe; editing by John Doe)", "credit"),
        ("(Reporting by J. Roe and A. B. Doe; editing by C. Poe.)", "credit"),
        ("Read more: Harvest begins", "page_furniture"),
        ("-----", "separator"),
        ("* * *", "separator"),
        ("###", "end_mark"),
        ("(END)", "end_mark"),
        ("The court ruled that the song may not be reproduced without permission of its "
         "author.", None),
        ("Copyright law reached parliament on Monday, and deputies asked for more time to "
         "read it.", None),
        ("He will follow the team on Tuesday to the mountains.", None),
        ("They share the prize.", None),
        ("Photographs of the fire were shown to the jury.", None),
        ("Related claims were made in court by two witnesses on Monday.", None),
        ("Images: three of them were shown.", None),
        ("-5 degrees", None),
        ("", None),
    ],
)  # fmt: skip
def test_lines(text: str, kind: str | None) -> None:
    assert line_kind(text) == kind


def test_bylines() -> None:
    assert is_byline("By Staff Correspondent")
    assert is_byline("By Jane Roe and John Doe, Northern Example")
    assert not is_byline("By the river stood a mill.")
    assert not is_byline("By Monday the water had gone.")


def test_every_kind_of_white_space_within_lines_is_folded() -> None:
    blanks = [chr(one) for one in range(0x110000) if chr(one).isspace() and chr(one) not in "\r\n"]
    raw = "".join(f"word{blank}next{blank}{blank}one line\n\n" for blank in blanks)
    for part in (raw, *raw.split("\n\n")):
        assert not re.search(
            r"\s", "".join(one.text for one in read_paragraphs(part)).replace(" ", "")
        )
        assert not any("  " in one.text for one in read_paragraphs(part))
