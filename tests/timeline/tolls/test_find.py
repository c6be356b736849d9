"""Tolls of single sentences, as the guideline in tests/gold/tolls says; sentences made up here."""

import pytest

from analysis.timeline.tolls import Toll, find_tolls


def tolls(sentence: str) -> list[Toll]:
    return find_tolls(sentence, [(0, len(sentence))])


def figures(sentence: str) -> list[str]:
    return [f"{one.value} {one.bound} {one.outcome} {one.group}" for one in tolls(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("At least 31 people were killed and 46 others wounded.",
         ["31 at_least killed people", "46 exact injured people"]),
        ("Four gunmen killed 31 people.", ["31 exact killed people"]),
        ("The blast killed two and injured 13, five critically.",
         ["2 exact killed people", "13 exact injured people", "5 exact injured people"]),
        ("Israel strikes kill 22 in Gaza, including 9 children, medics say",
         ["22 exact killed people", "9 exact killed children"]),
        ("Dozens killed, hundreds wounded in overnight strikes on Rafah",
         ["24 at_least killed people", "200 at_least injured people"]),
        ("The storm left 12 dead, 30 missing and some 5,000 homeless.",
         ["12 exact killed people", "30 exact missing people", "5000 about displaced people"]),
        ("Nine police officers and 23 demonstrators were injured in the clashes.",
         ["9 exact injured police", "23 exact injured people"]),
        ("Rockets killed three soldiers and wounded 11.",
         ["3 exact killed soldiers", "11 exact injured soldiers"]),
        ("The group kidnapped up to 100 students and 4 teachers.",
         ["100 at_most abducted people", "4 exact abducted people"]),
        ("Hamas killed 1,200 people and took about 240 hostages.",
         ["1200 exact killed people", "240 about abducted hostages"]),
        ("Fighters took more than 200 hostages, and then turned and fled.",
         ["200 more_than abducted hostages"]),
        ("The fire destroyed 300 homes and forced 5,000 residents to flee.",
         ["5000 exact displaced people"]),
        ("Police arrested 14 protesters and seven others were taken into custody.",
         ["14 exact detained people", "7 exact detained people"]),
        ("Some 200 people are feared dead.", ["200 about killed people"]),
        ("Eight people, including two firefighters, lost their lives in the blaze.",
         ["8 exact killed people", "2 exact killed people"]),
        ("The crash claimed 179 lives.", ["179 exact killed people"]),
        ("The latest deaths bring the total number of journalists killed to 173.",
         ["173 exact killed journalists"]),
        ("The death toll among children has reached 17,000.", ["17000 exact killed children"]),
        ("Four people were killed and 58 injured, among them a child and two women.",
         ["4 exact killed people", "58 exact injured people", "2 exact injured women"]),
        ("More than 41,400 people, mostly women and children, have since been killed.",
         ["41400 more_than killed people"]),
        ("The blast injured three soldiers and killed 12 people, including four women, and hurt"
         " 30 others.",
         ["3 exact injured soldiers", "12 exact killed people", "4 exact killed women",
          "30 exact injured people"]),
        ("Some 9,200 fighters were killed along with 7,299 civilians.",
         ["9200 about killed fighters", "7299 exact killed civilians"]),
        ("The killing by rebels of 123 people shocked him.", ["123 exact killed people"]),
        ("Rockets killed 31 people, of whom 12 were children.",
         ["31 exact killed people", "12 exact killed children"]),
        ("The bodies of six hostages were recovered.", ["6 exact killed hostages"]),
        ("The strike killed a mother and her five children.", ["5 exact killed children"]),
        ("Eighteen of the 25 passengers were killed.", ["18 exact killed people"]),
        ("A hundred and thirty-four are still held hostage by rebels.",
         ["134 exact abducted hostages"]),
        ("Six million Jews were targeted and murdered.", ["6000000 exact killed people"]),
        ("Jackie was murdered with 21 classmates.", ["21 exact killed people"]),
        ("Three women appear to be held hostage by rebels.", ["3 exact abducted women"]),
        ("Four Americans, a Briton and two Filipinos were among the dead.",
         ["4 exact killed people", "2 exact killed people"]),
        ("The dead included five women and two children.",
         ["5 exact killed women", "2 exact killed children"]),
        ("The military said one soldier had been killed and another wounded.",
         ["1 exact killed soldiers"]),
        ("One man was badly hurt, and two more had escaped with minor injuries.",
         ["1 exact injured people"]),
        ("One man was badly hurt, and two more with minor injuries.",
         ["1 exact injured people", "2 exact injured people"]),
        ("Three cyclists were hospitalized.", ["3 exact injured people"]),
        ("The fighting forced more than 48,000 refugees into Tanzania.",
         ["48000 more_than displaced people"]),
        ("Pirates are holding 11 Nigerian oil workers.", ["11 exact abducted people"]),
        ("They condemned the kidnapping and forced deportation of thousands of children.",
         ["2000 at_least abducted children"]),
        ("We are working to free three reporters who were kidnapped in Iraq.",
         ["3 exact abducted journalists"]),
    ],
)  # fmt: skip
def test_who_suffered_what(sentence: str, expected: list[str]) -> None:
    assert figures(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The death toll rose from 31 to 46.",
         ["31 exact killed people", "46 exact killed people"]),
        ("The death toll has passed 20,000.", ["20000 more_than killed people"]),
        ("The number of injured was revised down from 52 to 47.", ["47 exact injured people"]),
        ("The ministry put the dead at 34,943 and the wounded at 78,572.",
         ["34943 exact killed people", "78572 exact injured people"]),
        ("The injured number 1,835.", ["1835 exact injured people"]),
        ("In all, 14 soldiers died, bringing to 167 the number of troops killed in the war.",
         ["14 exact killed soldiers", "167 exact killed soldiers"]),
        ("Strikes killed 47 people, which brought the total to 40,738.",
         ["47 exact killed people", "40738 exact killed people"]),
        ("The number of people killed in Gaza has risen to 33,175, with another 75,886 wounded.",
         ["33175 exact killed people", "75886 exact injured people"]),
    ],
)  # fmt: skip
def test_totals(sentence: str, expected: list[str]) -> None:
    assert figures(sentence) == expected


def test_a_total_may_refer_to_the_sentence_before() -> None:
    text = "Strikes killed 436 people. Its total stood at 5,087, 2,055 children among them."
    spans = [(0, 26), (27, len(text))]
    assert [(one.value, one.outcome, one.subset) for one in find_tolls(text, spans)] == [
        (436, "killed", False),
        (5087, "killed", False),
        (2055, "killed", True),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Medics said 560 people were killed and 2,271 injured, among them 91 children.",
         [(560, "killed", False), (2271, "injured", False), (91, "killed", True)]),
        ("Ten men were killed, eight of them in Jenin and two in Tulkarm.",
         [(10, "killed", False), (8, "killed", True), (2, "killed", True)]),
        ("Five soldiers were killed and 15 injured, two of them critically.",
         [(5, "killed", False), (15, "injured", False), (2, "injured", True)]),
        ("Of those killed, 14 were women.", [(14, "killed", True)]),
        ("There were 29,000 missing, of whom 14,000 were sent home.", [(29000, "missing", False)]),
        ("Of the thousands of protesters, over 680 were arrested.", [(680, "detained", False)]),
        ("Three people, including two children, were killed.",
         [(3, "killed", False), (2, "killed", True)]),
        ("Ten people, including three children, two women and a guard, were killed.",
         [(10, "killed", False), (3, "killed", True), (2, "killed", True)]),
        ("Some 492 people, including 35 children and 58 women, were killed and 1,645 wounded.",
         [(492, "killed", False), (35, "killed", True), (58, "killed", True),
          (1645, "injured", False)]),
        ("Gunmen killed five people, including two children, and 20 people were injured.",
         [(5, "killed", False), (2, "killed", True), (20, "injured", False)]),
        ("It killed 12 people, including four children and three women, and injured 30 others.",
         [(12, "killed", False), (4, "killed", True), (3, "killed", True),
          (30, "injured", False)]),
        ("44,056 people had been killed and 104,268 injured, 71 of them killed since Wednesday.",
         [(44056, "killed", False), (104268, "injured", False), (71, "killed", False)]),
    ],
)  # fmt: skip
def test_parts_of_a_figure(sentence: str, expected: list[tuple[int, str, bool]]) -> None:
    assert [(one.value, one.outcome, one.subset) for one in tolls(sentence)] == expected


def test_one_number_with_two_outcomes_is_an_upper_bound_of_each() -> None:
    assert figures("More than 60 people were killed or wounded.") == [
        "60 at_most killed people",
        "60 at_most injured people",
    ]


@pytest.mark.parametrize(
    ("sentence", "outcomes"),
    [
        ("Nearly 100,000 people have been killed, injured, or are missing.",
         ["killed", "injured", "missing"]),
        ("The quake left nearly 100,000 people dead or missing.", ["killed", "missing"]),
        ("Fighters murdered, raped, kidnapped nearly 100,000 people.", ["killed", "abducted"]),
    ],
)  # fmt: skip
def test_joint_figures_lose_their_bound_to_the_weaker_at_most(
    sentence: str, outcomes: list[str]
) -> None:
    assert [(one.value, one.bound, one.outcome) for one in tolls(sentence)] == [
        (100_000, "at_most", outcome) for outcome in outcomes
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("What we saw was 1,200 — 1,200 people — more than 1,200 people who were killed.",
         ["1200 more_than killed people"]),
        ("More than 1,000 — 1,000 lives were lost.", ["1000 more_than killed people"]),
        ("They saw thousands of — 1,400 innocent people were killed.",
         ["1400 exact killed people"]),
        ("It was thousands and thousands of people killed.", ["2000 at_least killed people"]),
        ("And 150 people who were — who were taken hostage.", ["150 exact abducted people"]),
        ("1,200 innocent people — women and girls, men and boys — slaughtered.",
         ["1200 exact killed people"]),
        ("They slaughtered, as has been pointed out, over 1,300 people.",
         ["1300 more_than killed people"]),
    ],
)  # fmt: skip
def test_speech_that_begins_again_counts_once(sentence: str, expected: list[str]) -> None:
    assert figures(sentence) == expected


def test_numbers_that_add_up_to_a_figure_are_its_parts() -> None:
    rows = tolls("In all, 20 bodies had been recovered, eleven women and nine men.")
    assert [(one.value, one.outcome, one.subset) for one in rows] == [
        (20, "killed", False),
        (11, "killed", True),
        (9, "killed", True),
    ]


def test_a_headline_takes_place_and_day_from_its_repetition() -> None:
    text = "Strikes kill 31\n\nStrikes in Rafah killed 31 people."
    rows = find_tolls(text, [(0, 15), (17, len(text))])
    assert [(one.value, one.place) for one in rows] == [(31, "Rafah"), (31, "Rafah")]


def test_a_range_gives_two_rows_with_the_words_of_the_range() -> None:
    rows = tolls("Between 8 and 10 civilians were injured.")
    assert [(one.surface, one.value, one.bound) for one in rows] == [
        ("8 and 10", 8, "at_least"),
        ("8 and 10", 10, "at_most"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Four gunmen attacked the post and fled.",  # perpetrators
        "John Smith, 46, was killed by two gunmen.",  # age, perpetrators
        "He was 101 and died in La Jolla.",
        "Nobody was hurt in the blast, which damaged 12 cars.",
        "Four rockets landed in an open field, injuring no one.",
        "The attack could kill 500 people.",
        "The plot could have killed thousands, prosecutors said.",
        "If the dam fails, 10,000 people could be killed.",
        "Officials warned that 500,000 people could be displaced.",
        "The bomb was meant to kill 50 people.",
        "The death toll is expected to rise above 500.",
        "The army did not kill 12 people.",
        "More than 100 hostages were freed in exchange for 240 prisoners.",
        "The release of 50 hostages is expected.",
        "Aid groups say 25 people die of hunger every day.",
        "One in five people has been displaced.",
        "There were only four deaths per 100,000.",
        "He was sentenced to 12 years for murder.",
        "Two strikes killed the commander.",
        "He was killed two years ago.",
        "He was shot and died at 10:57.",
        "A raid by Task Force 20 killed the leader.",
        "On the night of 20 June 1791 the family fled.",
        "The army deployed 20,000 troops.",
        "The Senate voted 66 to 27 to arrest the decline.",
        "The plane, with 132 people on board, crashed; there were no survivors.",
        "Killed in 2014, he was buried in 2015.",
        "Flight 302 crashed, killing the crew.",
        "The fire killed 12 camels and 30 sheep.",
        "The strike cost $3 million and wounded the economy.",
        "We secured the release of six Americans who have been wrongfully detained.",
        "Ten Americans who have been detained in Venezuela have been released.",
        "The deal frees at least 50 hostages; the return of 50 hostages held by Hamas is near.",
        "But how many of thousands of people are being killed?",  # a question
        "What would you think if two policemen were killed in London?",
        "Another 30,000 people shouldn't be killed.",
        "He said thousands of deaths could be prevented.",
        "Each year, there are 3,700 related deaths.",
        "There are 400 children killed in the city daily.",
        "None of the 200 passengers was hurt.",
        "About 90 percent of the 1,000 people infected have died.",
        "The police denied reports of 30 deaths.",
        "They met two clerics, a monk who died in 1903 and a priest.",
        "Thousands came to a funeral for the sheikh, who disappeared.",
        "He recalled their September 2015 deaths.",
        "Girls between the ages of 14 and 18 were killed.",
        "The list counts events where four or more people are killed.",
        "Twelve people were hospitalized in an outbreak of cholera.",
    ],
)
def test_what_is_no_toll(sentence: str) -> None:
    assert figures(sentence) == []


def test_spans_hold_the_number_without_its_bound() -> None:
    text = "Intro. More than 11,500 people were killed."
    (one,) = find_tolls(text, [(0, 6), (7, len(text))])
    assert (text[one.start : one.end], one.surface, one.sentence) == ("11,500", "11,500", 1)
