"""What speaks for a name being a person, an organisation, a place, or no name at all.

A candidate is scored by a sum of weights, one per feature and type (weights.tsv, fitted by
tests/bench/entities_weights.py): a log-linear model. The features are the model's own label,
how the same string is labelled in the article and the corpus, the form of the name, and the
words around it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from analysis.entities.evidence import Article, Candidate, Corpus
from analysis.entities.gazetteer import Gazetteer
from analysis.entities.names import fold
from analysis.entities.wordlists import cues, given_names, weights

TYPES = ("PER", "ORG", "LOC", "OTHER")

_ARABIC_ARTICLE = re.compile(r"^(?:al|el) ")
#: What only companies' names end in, and two names joined by "&".
_COMPANY = re.compile(
    r"[^\W\d_]\S* (?:\S+ )*"
    r"(?:Inc|Corp|Co|Ltd|LLC|LLP|PLC|Plc|plc|AG|NV|GmbH|KGaA|SpA|Oyj|ASA|Bhd|Pty)\.?"
    r"|[A-Z]\S* (?:\S+ )*& [A-Z]\S*"
)
_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.(?:\s|$)")


@lru_cache(maxsize=100_000)
def _form(surface: str) -> tuple[str, ...]:
    """Features of the name by itself, the gazetteer apart."""
    lists, found = cues(), []
    words = surface.split()
    first, last = words[0].casefold().rstrip(".,"), words[-1].casefold().rstrip(".,")
    found.append(f"words_{min(len(words), 4)}")
    bare = surface.replace(".", "")
    if bare.isupper() and len(words) == 1:
        found.append("capitals_short" if len(bare) <= 5 else "capitals_long")
    elif not surface.islower() and any(letter.isupper() for letter in words[0][1:]):
        found.append("inner_capital")
    if any(letter.isdigit() for letter in surface):
        found.append("digit")
    if _COMPANY.fullmatch(surface):
        found.append("company")
    if "&" in surface or "+" in surface:
        found.append("ampersand")
    if "," in surface or "/" in surface:
        found.append("comma")
    if surface[:1].islower():
        found.append("lower_start")
    if len(words) > 1:
        given = first in given_names()
        if given:
            found.append("given_then_more")
        if last in lists.organisation_tails:
            found.append("organisation_tail")
        elif last in lists.place_tails:
            found.append("place_tail")
        if surface.casefold().endswith(lists.facility_tails):
            found.append("facility_tail")
        if given and len(words) <= 3 and last not in lists.organisation_tails | lists.place_tails:
            found.append("given_and_name")
        if first in lists.organisation_heads or " of " in surface:
            found.append("organisation_head" if first in lists.organisation_heads else "of")
        if first in lists.place_heads:
            found.append("place_head")
        if " and " in surface:
            found.append("and")
        if " the " in surface:
            found.append("the_inside")
        if _INITIAL.search(surface):
            found.append("initial")
        if "'s " in surface or "’s " in surface:
            found.append("possessive_inside")
    else:
        if first in given_names():
            found.append("given_alone")
        if last in lists.organisation_tails or last in lists.place_tails:
            found.append("tail_alone")
        if first in lists.titles:
            found.append("title_alone")
    if first in lists.no_names:
        found.append("no_name_first" if len(words) > 1 else "no_name_alone")
    if re.match(r"(?i)(?:al|el)[- ]", surface):
        found.append("arabic_article")
    if re.search(
        r"(?:ville|town|burg|berg|ford|shire|land|stan|grad|ham|pur|abad|polis|field|port|mouth)$",
        last,
    ):
        found.append("place_ending")
    if re.search(
        r"(?:son|sen|ski|sky|vich|ov|ova|ez|stein|man|ian|escu|oglu|zadeh|elli|ini)$", last
    ):
        found.append("person_ending")
    return tuple(found)


def _known(surface: str, gazetteer: Gazetteer) -> list[str]:
    known = gazetteer.find(surface)
    if known is None:
        head = surface.split()[0]
        if " " in surface and gazetteer.country_of(head):
            return ["nationality_first"]
        if (
            " " in surface
            and (place := gazetteer.find(head))
            and place.type == "LOC"
            and place.weight
        ):
            return ["place_first"]
        return []
    if known.type == "LOC":
        return ["known_country" if known.kind == "country" else f"known_place_{known.weight}"]
    return [f"known_{known.type}"]


_WORD_BEFORE = re.compile(r"([^\s]+)\s+$")
_WORD_AFTER = re.compile(r"\s*([^\s\w]+|['’]?\w+)")


def _context(text: str, one: Candidate) -> list[str]:
    lists, found = cues(), []
    before = _WORD_BEFORE.search(text, max(0, one.start - 30), one.start)
    if before is None:
        found.append(
            "glued" if one.start and not text[one.start - 1].isspace() else "sentence_start"
        )
    else:
        word = before.group(1)
        low = word.casefold().strip("\"“”'‘’(*_")
        bare = low.rstrip(".")
        if bare in lists.strong_titles and word[:1].isupper():
            found.append("title_before")
        elif bare in lists.titles:
            found.append("role_before")
        elif low in lists.place_prepositions:
            found.append("place_preposition")
        elif low in (
            "the",
            "at",
            "from",
            "of",
            "by",
            "with",
            "to",
            "and",
            "for",
            "on",
            "against",
            "a",
            "an",
        ):
            found.append(f"before_{low}")
        elif low.endswith(","):
            found.append("after_comma")
        elif word[:1].isupper():
            found.append("after_capital")
        elif low in (
            "band",
            "company",
            "group",
            "party",
            "club",
            "team",
            "label",
            "magazine",
            "network",
            "newspaper",
        ):
            found.append("organisation_noun_before")
        elif low in (
            "city",
            "town",
            "village",
            "island",
            "province",
            "district",
            "river",
            "county",
            "near",
            "camp",
        ):
            found.append("place_noun_before")
    after = _WORD_AFTER.match(text, one.end)
    if after is None:
        found.append("sentence_end")
    else:
        low = after.group(1).casefold()
        if low in lists.speech_verbs:
            found.append("says_after")
        elif low in ("'s", "’s", "'", "’"):
            found.append("possessive_after")
        elif low in ("who", "he", "she", "his", "her"):
            found.append("who_after")
        elif low in ("(", ",", ".", "and", "is", "was", "has", "of", "in", "were", "are", "-"):
            found.append(f"after_{low}")
        elif after.group(1)[:1].isupper():
            found.append("before_capital")
        elif low in (
            "forces",
            "fighters",
            "officials",
            "leaders",
            "militants",
            "terrorists",
            "members",
        ):
            found.append("members_after")
        elif low in ("city", "area", "region", "border", "province", "district", "town", "village"):
            found.append("place_noun_after")
        elif low in (
            "band",
            "company",
            "group",
            "party",
            "club",
            "team",
            "movement",
            "spokesman",
            "spokesperson",
        ):
            found.append("organisation_noun_after")
        if re.match(r"(?:, (?:aged )?\d\d?,| \((?:born|b\.|\d{4}))", text[one.end : one.end + 16]):
            found.append("age_after")
    return found


def describe(
    text: str, one: Candidate, article: Article, corpus: Corpus, gazetteer: Gazetteer
) -> dict[str, float]:
    """The features of a candidate and their values.

    text: its sentence, as the model saw it.
    """
    key = fold(one.form)
    found = dict.fromkeys([*_form(one.form), *_known(one.form, gazetteer)], 1.0)
    found.update(dict.fromkeys(_context(text, one), 1.0))
    found[f"model_{one.label or 'none'}"] = 1.0
    if key == article.outlet:
        found["known_ORG"] = 1.0
    if one.titled:
        found["title_before"] = 1.0
    own = article.votes.get(key, [0.0] * 5)
    far = corpus.votes.get(key)
    spread = own
    if far is not None:
        rest = [max(0.0, whole - here) for whole, here in zip(far, own, strict=True)]
        total = sum(rest)
        if total:
            scale = min(total, 6.0) / total
            spread = [here + more * scale for here, more in zip(own, rest, strict=True)]
    total = sum(spread) or 1.0
    certainty = min(total, 8.0) / 8.0
    for name, value in zip(("PER", "ORG", "LOC", "OTHER", "none"), spread, strict=True):
        if value:
            found[f"share_{name}"] = value / total
            found[f"often_{name}"] = value / total * certainty
    bare = _ARABIC_ARTICLE.sub("", key)
    if " " not in bare:
        for part in article.parts.get(bare, ()):
            found[part] = 1.0
        if bare in corpus.family_names:
            found["family_name_in_corpus"] = 1.0
    if key in article.lower:
        found["lower_elsewhere"] = 1.0
        if "sentence_start" in found and " " not in key:
            found["lower_elsewhere_start"] = 1.0
    found["always"] = 1.0
    return found


#: Names that mean one thing in the news, whatever the model thinks; too rare in the texts that
#: the weights are fitted on to get a weight of their own.
_CERTAIN = {"company": 1, "known_ORG": 1, "known_country": 2, "known_place_2": 2, "known_PER": 0}


def judge(
    features: Mapping[str, float], lean: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
) -> tuple[str, float]:
    """The type that the features and the model's states speak for, and by how much it leads."""
    table = weights()
    sums = list(lean)
    for name, value in features.items():
        row = table.get(name)
        if row is not None:
            for index in range(4):
                sums[index] += row[index] * value
    for name, index in _CERTAIN.items():
        if name in features:
            sums[index] += 2.5
    order = sorted(range(4), key=lambda index: (-sums[index], index))
    return TYPES[order[0]], sums[order[0]] - sums[order[1]]
