"""Archives that are no well-formed XML: nothing of them is lost unseen."""

import time

import pytest

from analysis.corpus.readers.markup import tree
from tests.corpus import samples
from tests.corpus.stages import run

WORDS = (
    "Rain fell on Linz for the third day in a row, and the river rose by two metres.",
    "The ferry to Bari stayed in port after its engine failed twice in one week.",
    "Bakers in Graz went on strike over night work, the first time since 1987.",
)


def documents(name: str, content: str) -> list[str]:
    tables = run({name: content.encode()})
    assert tables["files"]["problem"].to_list() == [None]
    return tables["documents"].sort("record")["text"].to_list()


@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE doc>\n'])
def test_documents_without_an_element_around_them_are_all_read(head: str) -> None:
    items = "".join(f"{head}<doc><text>{words}</text></doc>\n" for words in WORDS)
    assert documents("a.xml", items) == list(WORDS)


def test_elements_with_names_of_the_files_own_are_articles_each() -> None:
    rows = "".join(f"<dispatch><no>1</no><body>{words}</body></dispatch>" for words in WORDS)
    assert documents("a.xml", f"<wire>{rows}</wire>") == list(WORDS)


def test_an_article_of_several_blocks_stays_one() -> None:
    blocks = "".join(f"<block><p>{words}</p></block>" for words in WORDS)
    assert documents("a.xml", f"<wire>{blocks}</wire>") == ["\n\n".join(WORDS)]


def test_paragraphs_that_are_left_open_part_neither_articles_nor_texts() -> None:
    first, second, third = WORDS
    archive = (
        f"<DOC><DOCNO> KUR20240105.0001 </DOCNO><TEXT><P>\n{first}\n<P>\n{second}\n</TEXT></DOC>\n"
        f"<DOC><DOCNO> KUR20240106.0002 </DOCNO><TEXT><P>\n{third}\n</TEXT></DOC>\n"
    )
    tables = run({"kurier": archive.encode()})
    rows = tables["documents"].sort("record")
    assert rows["text"].to_list() == [f"{first}\n\n{second}", third]
    assert rows["published"].cast(str).to_list() == ["2024-01-05", "2024-01-06"]
    assert tables["files"]["format"].to_list() == ["sgml"]


def test_the_dateline_of_an_element_gives_place_and_agency() -> None:
    row = run({"a.sgm": samples.SGML.encode()})["documents"].row(0, named=True)
    assert (row["dateline"], row["outlet"]) == ("GRAZ", "Kurier")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("AT&T & Sons", "AT&T & Sons"),
        ("caf&eacute;&nbsp;noir", "caf\xe9\xa0noir"),
        ("one &LR; two &amp;amp;", "one &LR; two &amp;"),
        ("page&#12;break &#xD800; &#9999999;", "page break    "),
        ("bell \x07 rings", "bell   rings"),
        ("<![CDATA[AT&T; <b>]]>", "AT&T; <b>"),
    ],
)
def test_signs_that_xml_forbids_or_does_not_know(written: str, read: str) -> None:
    assert "".join(tree(f"<a>{written}</a>").itertext()) == read


def test_text_behind_a_sign_that_xml_forbids_is_not_lost() -> None:
    first, second, third = WORDS
    items = f"<doc><text>{first}</text></doc><doc><text>{second} \x03 AT&T. {third}</text></doc>"
    assert documents("a.xml", items) == [first, f"{second} AT&T. {third}"]


def test_letters_of_another_encoding_are_read() -> None:
    text = "Die Fähre nach Bari blieb im Hafen, nachdem die Maschine zweimal ausgefallen war."
    xml = f'<?xml version="1.0" encoding="ISO-8859-1"?><doc><text>{text}</text></doc>'
    for content in (xml.encode("latin-1"), xml.split("?>")[1].encode("latin-1")):
        assert run({"a.xml": content})["documents"]["text"].to_list() == [text]


@pytest.mark.parametrize(
    "opened", ["<!DOCTYPE[", "<![CDATA[", "<!DOCTYPE ", "<doc>", "<?xml ", "&"]
)
def test_what_is_opened_often_and_never_closed_is_read_in_one_go(opened: str) -> None:
    begun = time.process_time()
    run({"a.xml": f"<doc>{opened * 100_000}</doc>".encode()})
    assert time.process_time() - begun < 5
