"""Every rule is shown to work by its own example, and every class of words is used."""

import re
from datetime import date

import pytest

from analysis.timeline.dates import DateOptions, resolve_dates
from analysis.timeline.dates.lexicon import lexicon, resource
from analysis.timeline.dates.patterns import PatternError, Rule, compiled, rules

PUBLISHED = date(2024, 3, 15)
JOINTS = {
    *("gap", "glue", "comma", "tight_comma", "dot", "tight_dot", "hyphen", "colon", "slash"),
    *("apostrophe", "quote"),
}


@pytest.mark.parametrize("rule", rules().all, ids=lambda rule: rule.example)
def test_a_rule_finds_what_its_example_marks(rule: Rule) -> None:
    text = re.sub(r"[\[\]]", "", rule.example)
    expected = re.findall(r"\[(.*?)\]", rule.example)
    found = resolve_dates(text, PUBLISHED, [(0, len(text))], DateOptions())
    assert [mention.surface for mention in found] == expected
    assert bool(expected) == (rule.form != "none")


def test_no_rule_repeats_without_limit() -> None:
    # What cannot repeat cannot blow up: a match looks at no more signs than its pattern has.
    assert not [rule.example for rule in rules().all if re.search(r"[*+{]", rule.pattern.pattern)]


def test_every_class_and_shorthand_is_used() -> None:
    data = resource("date_rules.toml")
    words = lexicon()
    shorthands = data["shorthands"]
    used: set[str] = set()
    waiting = [pattern for form in data["rules"].values() for pattern, _ in form]
    while waiting:
        for name in re.findall(r"\b([a-z_]+)\b(?!=)", waiting.pop()):
            if name not in used:
                used.add(name)
                waiting.append(shorthands.get(name, ""))
                waiting.extend(words.sets.get(name, ()))
    assert set(shorthands) <= used
    assert set(words.sign) <= used | JOINTS
    assert set(words.sets) <= used | {"trigger"}


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("month (unit", "bracket is open"),
        ("month *", "unknown sign"),
        ("mnoth", "unknown class 'mnoth'"),
        ("month)", "unexpected"),
    ],
)
def test_a_broken_pattern_is_named(pattern: str, complaint: str) -> None:
    with pytest.raises(PatternError, match=complaint):
        compiled("calendar", pattern, "", lexicon(), {})
