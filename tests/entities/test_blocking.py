"""Names that may be one person's always meet, without being compared with all others."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.entities.blocking import by_ending, ending_key, meetings
from analysis.entities.names import transliterated
from analysis.entities.persons import agree, is_exactly_short_of, parts

WORDS = st.sampled_from(
    [
        *("Joe", "Joseph", "J", "Jo", "Bill", "William", "Will", "W", "Jill", "Yusuf", "Youssef"),
        *("Mohammed", "Muhammad", "Mahmoud", "Abdel", "Fattah", "al-Sisi", "el-Sissi", "Sisi"),
        *("Haniyeh", "Haniya", "Biden", "B", "Abbas", "bin", "Salman", "O'Neill", "Neill", "Jr."),
    ]
)
NAMES = st.lists(
    st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=12, unique=True
)


@given(NAMES)
def test_all_names_that_agree_meet(names: list[str]) -> None:
    own = {(name, "PER"): parts(name) for name in names if len(parts(name)) > 1}
    near = meetings(own)
    for one in own:
        assert one not in near.get(one, set())
        for other in own:
            if one != other and agree(own[one], own[other]):
                assert other in near[one]


def test_names_that_only_share_the_family_name_do_not_meet() -> None:
    own = {(name, "PER"): parts(name) for name in ("Joe Biden", "Hunter Biden", "Ashley Biden")}
    assert not any(meetings(own).values())


@given(NAMES)
def test_a_short_name_leads_to_the_longer_names_that_end_with_it(names: list[str]) -> None:
    own = {(name, "PER"): given for name in names if (given := parts(name))}
    longer = by_ending(own)
    for short in own.values():
        expected = [
            node
            for node, given in own.items()
            if is_exactly_short_of(short, given)
            and transliterated(short[-1]) == transliterated(given[-1])
        ]
        assert list(longer.get(ending_key(short), ())) == expected
