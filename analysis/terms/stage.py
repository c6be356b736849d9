"""The terms stage: what words the corpus uses, how evenly, how they differ and go together.

Where its time goes: of 14 CPU-seconds for 101 MB of text (`python -m tests.bench profile_stage
terms CORPUS --no-profile`, one process on a busy machine), counting (`facts`) takes 2.9, encoding
the two tables with rows for every article 2.9, answers to what the totals leave open 2.8, merges
1.6, and reading the articles, concluding and writing the other tables 3.6. A compiled loop that
does nothing but count words and pairs, at 81 to 147 MB a second, would take 0.7 to 1.3: the rest
buys tables that lead back to articles. On top come 10 CPU-seconds that no count of words can
shorten: 7 to read libraries, in the process that is called and in the one that the others are
forked from, and 3 for the notebook and its figures.
"""

from collections.abc import Sequence
from functools import partial

from analysis.contract import Engine, Given, Outputs, Part
from analysis.contract.description import Selection
from analysis.corpus.tables import DOCUMENTS, SENTENCES
from analysis.language.stopwords import stop_word_table
from analysis.terms import tables
from analysis.terms.answers import answer, fall_short
from analysis.terms.conclusions import Concluded, Conclusions, Decided, Loaded, Names
from analysis.terms.facts import facts
from analysis.terms.merge import merge_groups, merge_pairs, merge_vocabulary
from analysis.terms.parameters import Parameters
from analysis.terms.questions import ask, weigh
from analysis.terms.selection import describe
from analysis.terms.spelling import Afterwards, Spelled

#: A shard of a corpus without articles.
_NOTHING = {"documents": DOCUMENTS.empty(), "sentences": SENTENCES.empty()}


def compute(engine: Engine, given: Given, parameters: Parameters) -> Outputs:
    """All tables of 20_terms.

    given.whole["reference_frequencies"], if present, is the table of frequencies of the corpus
    that this one is compared with.
    """
    target, reference = _selections(given)
    own = given.hand.load().get("stopwords")
    lists = engine.share({"stop_words": stop_word_table(own)})
    shards = given.shards or [engine.share(_NOTHING)]
    found = engine.each(
        facts, shards, lists, parameters=parameters, target=target, reference=reference
    )
    names = Names(
        describe(target) if target is not None else None,
        describe(reference) if reference is not None else None,
        given.description.reference.corpus if given.description.reference else None,
    )
    other = given.whole.get("reference_frequencies", engine.share({}))
    selected = target is not None or reference is not None
    decided = partial(decide, engine, found, other, parameters, selected)
    conclusions = Conclusions(decided, parameters, names)
    final = Concluded(conclusions)
    spelled = [Spelled(part) for part in found]
    # The one is encoded while the facts are merged; the other after the answers, on which all
    # tables wait that are made meanwhile.
    by_article: dict[str, Sequence[Part]] = {
        tables.DOCUMENT_TERMS.stem: spelled,
        tables.INDEX.stem: Afterwards(spelled, conclusions.decide),
    }
    whole = {table.stem: [final] for table in tables.TABLES if table.stem not in by_article}
    return Outputs(tables={**by_article, **whole})


def _selections(given: Given) -> tuple[Selection | None, Selection | None]:
    """Target and reference within this corpus, where corpus.toml names them."""
    description = given.description
    target = description.target.where if description.target is not None else None
    reference = description.reference.where if description.reference is not None else None
    return target, reference


def decide(
    engine: Engine, found: Sequence[Part], other: Part, parameters: Parameters, selected: bool
) -> Decided:
    """Merge the facts, ask the shards what the merges leave open, and have their answers.

    other: reference_frequencies, or nothing; selected: corpus.toml says what is compared.
    """
    merged = engine.once(merge_vocabulary, found, selected=selected)
    grouped = engine.once(merge_groups, found, merged)
    pairs = engine.once(merge_pairs, found, merged, min_count=parameters.min_count)
    weighed = engine.once(weigh, merged, grouped, pairs, parameters=parameters)
    asked = engine.once(ask, merged, weighed, parameters=parameters)
    short = engine.each(fall_short, found, weighed)
    answers = engine.each(answer, found, asked, parameters=parameters)
    return Decided(
        Loaded(found), Loaded(short), Loaded(answers), merged, grouped, pairs, weighed, asked, other
    )
