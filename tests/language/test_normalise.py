"""Languages of texts: English by its function words, the others by py3langid."""

import pytest

from analysis.language import normalise
from analysis.language.normalise import told_language

NAMES = (
    "Present at the table were Kaarle Virtanen, Maria Sandoval Ortiz, Tomasz Wilk, Jean-Paul Morel,"
    " Aigul Bekova, Rashid Mansour, Lindiwe Khumalo, Pedro Alvarez Pinto, Chen Guowei, Anna"
    " Lindqvist, Osman Yildirim, Farid Haddad, Bronislava Novotna, Duarte Figueira, and Ivo Petrov;"
    " the mayor of Port Ellery, Gustav Brandt, and the envoy of the League, Noor Aziz, arrived"
    " with secretaries Halima Toure, Edwin Marsh, Petra Vogel, Luis Cardoso, Yuki Tanaka."
)
HUNGARIAN = (
    "A bizottság szerdán a fővárosban ülésezett, és a tagok a jövő évi költségvetésről tárgyaltak."
    " A miniszter szerint a javaslat a nyár végére készül el, a parlament pedig az ősszel szavaz"
    " róla. A sajtótájékoztatón a „The Bridge and the River” című film rendezője is beszélt: a"
    " forgatás a tavasszal kezdődik, és a tervek szerint a következő télen mutatják be a hazai"
    " mozikban. A díszletek a régi kikötőben állnak, a szereplők között több ismert név is van."
)
NORWEGIAN = (
    "Regjeringen sa onsdag at den i løpet av høsten vil legge fram en plan for havnene i nord, og"
    " at den for første gang har satt av penger til kaiene. Ordføreren sa at byen har ventet på"
    " dette i ti år. Filmen «The Bridge and the River» ble vist i rådhuset, og etterpå var det en"
    " samtale om arbeidet i havnen, om lønn og om båtene som ikke lenger kommer hit om vinteren."
)


def test_english_full_of_names_needs_no_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ranked(text: str) -> tuple[str, float]:
        asked.append(text)
        return "en", 1.0

    monkeypatch.setattr(normalise, "ranked_language", ranked)
    assert told_language(NAMES) == ("en", True)
    assert asked == []
    assert told_language("Nine boats, one pier.")[0] == "en"
    assert asked != []


@pytest.mark.parametrize(("text", "code"), [(HUNGARIAN, "hu"), (NORWEGIAN, "no")])
def test_an_english_title_makes_no_text_english(text: str, code: str) -> None:
    assert told_language(text) == (code, True)
    assert told_language(f"{text} {text}") == (code, True)


@pytest.mark.parametrize("text", ["", "1999", "Lahore", "Erdoğan receives Blinken in Istanbul"])
def test_few_words_are_surely_in_no_language(text: str) -> None:
    assert not told_language(text)[1]
