"""Who reports a figure."""

import pytest

from analysis.timeline.tolls import find_tolls


def sources(sentence: str) -> list[str | None]:
    return [one.attributed_to for one in find_tolls(sentence, [(0, len(sentence))])]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Health Ministry in Gaza said 12 people were killed.", "The Health Ministry in Gaza"),
        ("Twelve people were killed, the Hamas-run health ministry said on Sunday.",
         "the Hamas-run health ministry"),
        ("According to the Syrian Observatory, a monitor, 42 people were killed.",
         "the Syrian Observatory"),
        ("42 people were killed, according to local officials.", "local officials"),
        ("According to the ministry's figures, 690 people have been killed.", "the ministry"),
        ("On Tuesday the Health Ministry of the enclave said 12 people were killed.",
         "the Health Ministry of the enclave"),
        ("In Israel the authorities put the dead at more than 800.", "the authorities"),
        ("Philippe Lazzarini, the head of UNRWA, said that 57 workers had been killed.",
         "Philippe Lazzarini, the head of UNRWA"),
        ("The council (NDRR) increased the death toll to six.", "The council (NDRR)"),
        ("Twelve people were killed, said police.", "police"),
        ("A total of 39 are confirmed dead, officials told state media.", "officials"),
        ("The Health Ministry’s count reached 18,412 dead.", "The Health Ministry"),
        ("Armed men kidnapped 100 students, residents and police said.", "residents and police"),
        ("The army, citing hospital records, said 12 people were killed.", "hospital records"),
        ("The UN has confirmed reports that rebels killed 70 men.", "The UN"),
        ("The station reported the governor said 12 people were killed.", "the governor"),
        ("Media reports say 12 people were killed.", "Media reports"),
        ("Officials in Iran and the United States said 12 people died.",
         "Officials in Iran and the United States"),
        ("Toll in the south tops 30,000 dead: health ministry", "health ministry"),
        ("Storm kills 12: police", "police"),
        ("Strikes kill 45 – Gaza ministry of health", "Gaza ministry of health"),
        ("IDF: 100 fighters killed in raid", "IDF"),
        ("Gaza authorities report 9,227 dead", "Gaza authorities"),
        ("In a report 12 people were said to be dead.", None),
        ("UK: 12 people killed in crash", None),
        ("KIRBY: We know that 12 people were killed.", None),
        ("War's toll: 30,000 dead", None),
        ("He said 12 people were killed.", None),
        ("He went on to say 12 people were killed.", None),
        ("As I said, 12 people were killed.", None),
        ("An estimated 800 people were killed.", None),
        ("Ships provided by France sank and 12 people were killed.", None),
        ("Twelve people were killed in the fire.", None),
        ("The crash claimed 179 lives.", None),
    ],
)  # fmt: skip
def test_the_words_of_the_source(sentence: str, expected: str | None) -> None:
    assert sources(sentence) == [expected]


def test_each_clause_has_its_own_source() -> None:
    sentence = "The ministry spoke of 16 dead; rescuers said between 17 and 18."
    assert sources(sentence) == ["The ministry", "rescuers", "rescuers"]


def test_a_reporting_clause_covers_all_figures_of_its_sentence() -> None:
    sentence = "At least 90 people were killed and 300 wounded, Gaza's Health Ministry said."
    assert sources(sentence) == ["Gaza's Health Ministry"] * 2


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The army, which calls the place a base, said it had killed 12 men.", "The army"),
        ("The spokesman of the fire service, John Smith, said 12 people died.",
         "The spokesman of the fire service, John Smith"),
        ("A report by Human Rights Watch says 12 people were killed.", "Human Rights Watch"),
        ("State radio quoted officials as saying 12 people died.", "officials"),
        ("The ministry said the delay cost the lives of 12 people.", "The ministry"),
        ("Adwan Hospital, in Beit Lahia, said it had received 12 bodies.", "Adwan Hospital"),
        ("The movement has named 12 fighters who were killed.", "The movement"),
    ],
)  # fmt: skip
def test_what_stands_between_a_source_and_its_verb_is_no_source(
    sentence: str, expected: str
) -> None:
    assert sources(sentence) == [expected]


def test_a_source_cited_before_a_semicolon_does_not_reach_over_it() -> None:
    sentence = "At least 400 people died, according to the army; on the other side 15 were killed."
    assert sources(sentence) == ["the army", None]
