"""Sentences about files, articles, dates, copies and languages."""

import polars as pl

from analysis.contract import Description
from analysis.report.figures import dates
from analysis.report.figures.frames import Frame, read, span
from analysis.report.figures.languages import in_english
from analysis.report.figures.style import counted, number, percent
from analysis.report.shown import Sentence

#: How the bases of publication dates are called.
BASES = {
    "field": "a date field of the file",
    "file_name": "the name of the file",
    "text": "the text",
    "corpus": "corpus.toml, or the year that alone fits the corpus",
}


def about(description: Description, corpus: str) -> Sentence:
    """What corpus.toml says of the corpus."""
    title = description.title or f"Corpus “{corpus}”"
    said = [f"{title}."]
    if description.description:
        said.append(description.description)
    if description.source:
        said.append(f"Source: {description.source}.")
    said.append(f"Licence: {description.licence or 'not stated'}.")
    return Sentence(" ".join(said))


def size(documents: Frame, files: Frame) -> Sentence:
    """How many articles, words and outlets there are, and over which days."""
    table = read(
        documents,
        {"outlet": pl.String, "published": pl.Date, "words": pl.Int64, "copy_of": pl.String},
    )
    raw = files.shape[0]
    if table.is_empty():
        return Sentence(f"{counted(raw, 'file')} were read; no article was found in them.")
    said = (
        f"{counted(raw, 'file')} {'holds' if raw == 1 else 'hold'}"
        f" {counted(table.height, 'article')} of {number(int(table['words'].sum()))} words"
    )
    outlets = table["outlet"].drop_nulls().n_unique()
    said += f" by {counted(outlets, 'outlet')}" if outlets else ", no outlet named"
    dated = table["published"].drop_nulls()
    if len(dated):
        first, last = span(dated)
        said += (
            f", published on {dates.in_words(first)}"
            if first == last
            else f", published from {dates.in_words(first)} to {dates.in_words(last)}"
        )
    return Sentence(said + ".")


def problems(files: Frame) -> Sentence:
    """How many files could not be read."""
    broken = read(files, {"problem": pl.String})["problem"].drop_nulls()
    if not len(broken):
        return Sentence("Every file could be read.")
    return Sentence(
        f"{counted(len(broken), 'file')} of {number(files.shape[0])} could not be read in full;"
        " the table says why and what to do."
    )


def ledger(files: Frame) -> Sentence:
    """Whether every character is accounted for."""
    columns = {"chars": pl.Int64, "chars_kept": pl.Int64, "chars_removed": pl.Int64}
    chars, kept, removed = (int(value) for value in read(files, columns).sum().row(0))
    if not chars:
        return Sentence("No file holds text.")
    return Sentence(
        f"Of {number(chars)} characters, {number(kept)} ({percent(kept / chars)}) are kept and"
        f" {number(removed)} ({percent(removed / chars)}) removed;"
        + (
            " together that is every character."
            if kept + removed == chars
            else f" {number(chars - kept - removed)} are markup that holds no text."
        )
    )


def dating(documents: Frame) -> Sentence:
    """How publication dates were found, and how many articles have none."""
    table = read(
        documents,
        {
            "published": pl.Date,
            "published_basis": pl.String,
            "published_conflict": pl.List(pl.String),
        },
    )
    if table.is_empty():
        return Sentence("There is no article to date.")
    undated = table["published"].null_count()
    if undated == table.height:
        return Sentence(
            "No article has a publication date. Nothing can be said of when they appeared, and no"
            " date is made up; `published` in corpus.toml sets one for all."
        )
    bases = (
        table.filter(pl.col("published").is_not_null())
        .group_by("published_basis")
        .len()
        .sort(["len", "published_basis"], descending=[True, False])
    )
    listed = ", ".join(
        f"{number(count)} from {BASES.get(basis or '', basis or 'unknown basis')}"
        for basis, count in bases.iter_rows()
    )
    conflicts = table.filter(pl.col("published_conflict").list.len() > 0).height
    return Sentence(
        f"Publication dates: {listed}"
        + (f"; {counted(undated, 'article')} without any" if undated else "")
        + "."
        + (
            f" In {counted(conflicts, 'article')} other dates stand that do not agree."
            if conflicts
            else ""
        )
    )


def copying(documents: Frame) -> Sentence:
    """How many articles repeat an earlier one."""
    table = read(documents, {"group_id": pl.String, "copy_of": pl.String})
    copies = table.filter(pl.col("copy_of").is_not_null())
    if copies.is_empty():
        return Sentence("No article repeats another one, exactly or nearly.")
    return Sentence(
        f"{counted(copies.height, 'article')} of {number(table.height)}"
        f" ({percent(copies.height / table.height)}) repeat an earlier one, in"
        f" {counted(copies['group_id'].n_unique(), 'group')} of the same story. Each group counts"
        " once in all totals that follow, unless they say otherwise."
    )


def languages(documents: Frame, read_here: str = "en") -> Sentence:
    """In which languages the articles are, and how many are in another than the one read here."""
    codes = read(documents, {"language": pl.String})["language"]
    other = codes.filter(codes.fill_null("") != read_here)
    if not len(other):
        return Sentence(f"All articles are in {in_english(read_here)}.")
    return Sentence(
        f"{counted(len(other), 'article')} of {number(len(codes))} are not known to be in"
        f" {in_english(read_here)}; what follows skips them, and they are counted in the table of"
        " what was left out."
    )
