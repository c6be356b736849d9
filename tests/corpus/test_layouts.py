"""Run-together files as agencies of other countries and programs write them: five stories each."""

import polars as pl
import pytest

from tests.corpus.stages import run

STORIES = (
    "The ministry of transport said on Monday that two bridges over the river would be closed.",
    "Officials told reporters that talks had resumed after a pause and that both sides would meet.",
    "At least four people were hurt when a bus left the road near the village, police said.",
    "The central bank left its main interest rate unchanged, citing slower growth in exports.",
    "Farmers in the north have begun harvesting earlier than usual because of the heat.",
)
HEADS = ("Bridges to close", "Talks resume", "Bus crash", "Rate unchanged", "Harvest begins")
SPANISH = (
    "El Gobierno anunció el lunes que dos puentes sobre el río permanecerán cerrados por obras.",
    "Las autoridades informaron de que cuatro personas resultaron heridas en el accidente.",
    "El banco central mantuvo sin cambios su tipo de interés por la caída de las exportaciones.",
    "Los agricultores del norte comenzaron la cosecha antes de lo habitual debido al calor.",
    "El equipo ganó la final por tres goles a uno ante veinte mil espectadores en el estadio.",
)
TURKISH = (
    "Ulaştırma Bakanlığı nehir üzerindeki iki köprünün ay sonuna kadar kapalı kalacağını bildirdi.",
    "Polis, otobüsün yoldan çıkması sonucu en az dört kişinin yaralandığını söyledi.",
    "Merkez Bankası faizi değiştirmedi ve ihracattaki yavaşlamaya dikkat çekti.",
    "Kuzeyde çiftçiler sıcaklar nedeniyle hasada erken başladı.",
    "Takım, yirmi bin seyirci önünde finali üç bir kazandı.",
)
CITIES = ("PARIS", "NAIROBI", "KIEV", "LIMA", "OSLO")

#: Name, layout of one dispatch (n: from 1; a, b: paragraphs), texts, outlet, day of the second,
#: wording that must go.
LAYOUTS = [
    ("initials and owner", "{city}, March {n}, 2021 (AFP) - {a}\n\n{b}\n\nab/cd/ef\n\n"
     "© Agence France-Presse\n\n\n", STORIES, "Agence France-Presse", 2, ("ab/cd", "©")),
    ("word at the end", "{head}\n\nXinhua | 2021-03-0{n} 10:21:00\n\n{city}, March {n} (Xinhua) -- "
     "{a}\n\n{b} Enditem\n\n", STORIES, "Xinhua", 2, ("Enditem",)),
    ("agency in slashes", "{city}, March {n}, 2021. /TASS/. {a}\n{b}\n\n", STORIES, "TASS", 2, ()),
    ("full stop before the dash", "{city}, {n} mar 2021 (EFE).- {a}\n\n{b} EFE\n\nab/cd\n\n"
     "(c) Agencia EFE\n\n", SPANISH, "EFE", 2, ("(c) Agencia", "ab/cd")),
    ("articles that are counted", "Article {n} of 5\n\nThe Daily Echo, {n} March 2021, page 3\n\n"
     "{upper}\n\n{a}\n\n{b}\n\n", STORIES, "The Daily Echo", 2, ("of 5", "Daily Echo")),
    ("messages", "[0{n}.03.2021 14:30] City Desk: {a} {b}\n\n", STORIES, "City Desk", 2, ()),
    ("releases", "FOR IMMEDIATE RELEASE\nMarch {n}, 2021\n\n{head}\n\n{a}\n\n{b}\n\n"
     "Contact: Jane Roe, press@example.org\n\n###\n\n", STORIES, None, 2, ("Contact:", "RELEASE")),
    ("source below", "ANKARA (AA) - Ali Veli - {a}\n\n{b}\n\nKaynak: AA\n\n\n", TURKISH, "AA", None,
     ("Kaynak",)),
    ("labelled fields", "Title: {head}\nPublished: 2021-03-0{n} 08:00 GMT\nBy John Smith\n\n{a}\n\n"
     "{b}\n\nNo part of it may be published or redistributed without prior consent.\n======\n",
     STORIES, None, 2, ("redistributed",)),
    ("day with a full stop", "{head}\n\n{city}, {n}. März 2021 (dpa) – {a}\n\n{b}\n\n", STORIES,
     "dpa", 2, ()),
    ("agency before the place", "(ANSA) - {city}, {n} MAR 2021 - {a}\n\n{b} (ANSA).\n\n", STORIES,
     "ANSA", 2, ()),
    ("a name above the date", "{head}\n\nJane Roe, Lima\n\nTue {n} Mar 2021 14.30 BST\n\n{a}\n\n{b}"
     "\n\n***\n\n", STORIES, None, 2, ("***",)),
    ("one author of all", "{head}\n\nBy JANE ROE, Associated Press\n\nMarch {n}, 2021\n\n{city} "
     "(AP) — {a}\n\n{b}\n\nCopyright 2021 The Associated Press. All rights reserved.\n\n", STORIES,
     "AP", 2, ("JANE", "Copyright")),
    ("headline with a quotation", "{head}, citing 'security'\n\n{city}, March {n}, 2021. /TASS/. "
     "{a}\n\n{b}\n\n", STORIES, "TASS", 2, ()),
    ("headline underlined", "{head}\n=====\n\nMarch {n}, 2021\n\n{a}\n\n{b}\n\n", STORIES, None, 2,
     ("==",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "texts", "outlet", "day", "gone"),
    [one[1:] for one in LAYOUTS],
    ids=[one[0] for one in LAYOUTS],
)
def test_layouts(
    layout: str, texts: tuple[str, ...], outlet: str | None, day: int | None, gone: tuple[str, ...]
) -> None:
    raw = "".join(
        layout.format(
            n=at + 1,
            a=texts[at],
            b=texts[(at + 2) % 5],
            head=HEADS[at],
            upper=HEADS[at].upper(),
            city=CITIES[at],
        )
        for at in range(5)
    )
    documents = run({"run.txt": raw.encode()})["documents"].sort("start")
    for at, text in enumerate(documents["text"]):
        assert texts[at] in text and texts[(at + 2) % 5] in text
        assert not [one for one in gone if one in text]
    assert documents.height == 5
    assert documents["outlet"].to_list() == [outlet] * 5
    published = str(documents["published"][1])
    assert published == ("None" if day is None else f"2021-03-0{day}")


def test_a_line_before_headlines_is_a_notice_whatever_it_says() -> None:
    """Also in a file of fewer articles than make a line boilerplate of the corpus."""
    notice = "This dispatch is for those who pay for the Levant bulletin."
    raw = "".join(
        f"{HEADS[at]}\n\nMarch {at + 1}, 2021\n\n{STORIES[at]}\n\n{STORIES[at + 1]}\n\n{notice}\n\n"
        for at in range(4)
    )
    tables = run({"run.txt": raw.encode()})
    assert tables["documents"].height == 4
    assert not tables["documents"]["text"].str.contains("Levant").any()
    said = tables["removed"].filter(pl.col("text") == notice)
    assert said["rule"].to_list() == ["repeated_line"] * 4


def test_words_and_numbers_that_part_nothing_stay() -> None:
    """Names at ends, numbered sections and the third point of a list are text."""
    raw = (
        f"{STORIES[0]} Cairo\n\nSection 1\n\n{STORIES[1]}\n\nSection 2\n\n{STORIES[2]} Doha\n\n"
        "Section 3\n\n(a) rivers\n\n(b) roads\n\n(c) the harbour and its bridges\n\nand/or\n"
    )
    tables = run({"a.txt": raw.encode()})
    assert tables["documents"].height == 1
    assert tables["removed"].filter(pl.col("rule") != "white_space")["text"].to_list() == ["and/or"]
