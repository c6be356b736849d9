"""What one article, and the whole corpus, say of a name: the model's votes, and longer names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.entities.names import fold

#: Votes of the model for one name: PER, ORG, LOC, OTHER, unseen by the model.
Votes = tuple[float, float, float, float, float]
CAST = {"PER": 0, "ORG": 1, "LOC": 2, "OTHER": 3, "": 4}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name: offsets in the sentence, the name as the model saw it (capitals
    throughout made words with initials), what the model called it ("" if nothing), and what its
    states add to the scores of PER, ORG, LOC, OTHER."""

    sentence: int
    start: int
    end: int
    form: str
    label: str
    titled: bool
    lean: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


class Corpus:
    """What all articles say of names: the model's votes by folded name, and the last words of
    the names that it takes for persons.

    families: what is known of the latter from votes on other names than these.
    """

    def __init__(self, votes: Mapping[str, Votes], families: Iterable[str] = ()) -> None:
        self.votes = votes
        self.family_names = frozenset(families).union(
            key.rsplit(" ", 1)[1]
            for key, cast in votes.items()
            if " " in key and cast[0] >= 2 and cast[0] > 2 * (cast[1] + cast[2] + cast[3])
        )


@dataclass
class Article:
    """What one article says of its names: votes by folded surface, and parts of longer names."""

    votes: dict[str, list[float]] = field(default_factory=dict)
    parts: dict[str, set[str]] = field(default_factory=dict)
    lower: frozenset[str] = frozenset()
    outlet: str = ""


_SMALL = {"of", "the", "and", "for", "in", "on", "de", "la", "to"}


def survey(candidates: Sequence[Candidate], lower: frozenset[str], outlet: str = "") -> Article:
    """Counts an article's votes and notes which words are part of which longer names."""
    article = Article(lower=lower, outlet=fold(outlet))
    for one in candidates:
        key = fold(one.form)
        article.votes.setdefault(key, [0.0] * 5)[CAST[one.label]] += 1
    for key, votes in article.votes.items():
        parts = key.split()
        if len(parts) < 2:
            continue
        kind = max(range(4), key=lambda index: votes[index])
        if not votes[kind]:
            continue
        if kind == 0:
            article.parts.setdefault(parts[-1], set()).add("last_of_person")
            article.parts.setdefault(parts[0], set()).add("first_of_person")
        else:
            where = ("", "organisation", "place", "other")[kind]
            for part in parts:
                article.parts.setdefault(part, set()).add(f"part_of_{where}")
        if kind == 1:
            initials = "".join(part[0] for part in parts if part not in _SMALL).upper()
            article.parts.setdefault(initials, set()).add("acronym_of_organisation")
    return article
