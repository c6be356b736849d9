"""Web pages, documents and pdf files as running text, with what was left out of the article.

They keep no place in their file for a letter of the article: what is shown here is what the
file says, block by block, and which blocks did not become part of the article.
"""

import io
import re
from collections.abc import Callable, Mapping

import lxml.etree
import lxml.html

from analysis.contract import InputError
from analysis.corpus.readers.web import visible_lines
from analysis.explore.marks import Mark

#: What is said above the text, by format.
NOTES = {
    "html": "The page's visible text, block by block; struck through is what was left out.",
    "docx": "The document's paragraphs; struck through is what was left out.",
    "pdf": "The text layer, line by line; struck through is what was left out.",
}


def blocks_of(content: bytes, encoding: str | None, kind: str) -> list[str]:
    """The blocks of a file: html, docx or pdf.

    encoding: of a page. Raises InputError where the file cannot be read.
    """
    try:
        return _READ[kind](content, encoding)
    except InputError:
        raise
    except Exception as error:  # the libraries raise whatever a broken part leads them to
        raise InputError(f"the file cannot be read as {kind} any more ({error})") from None


def _page(content: bytes, encoding: str | None) -> list[str]:
    text = content.decode(encoding or "utf-8", "replace")
    tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    return [line for line, _ in visible_lines(tree)]


def _document(content: bytes, _: str | None) -> list[str]:
    import docx

    document = docx.Document(io.BytesIO(content))
    lines = [one.text for one in document.paragraphs]
    for table in document.tables:
        lines += [" ".join(cell.text for cell in row.cells) for row in table.rows]
    return [line for line in lines if line.strip()]


def _pdf(content: bytes, _: str | None) -> list[str]:
    import pypdf

    pages = [page.extract_text() or "" for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return [line for page in pages for line in page.split("\n") if line.strip()]


_READ: Mapping[str, Callable[[bytes, str | None], list[str]]] = {
    "html": _page,
    "docx": _document,
    "pdf": _pdf,
}


def left_out(
    blocks: list[str], title: str, clean: str, rules: Mapping[str, str]
) -> tuple[str, list[Mark]]:
    """The blocks as one text, and marks on those that are neither headline nor in the clean text.

    rules: by which rule a text was removed, as the ledger has it.
    """
    kept, headline = _letters(clean), _letters(title)
    by_letters = {_letters(text): rule for text, rule in rules.items()}
    parts: list[str] = []
    marks: list[Mark] = []
    position = 0
    for block in blocks:
        letters = _letters(block)
        rule = by_letters.get(letters) or (None if letters in kept else "not part of the article")
        if rule and letters not in ("", headline):
            marks.append(Mark(position, position + len(block), "removed", f"removed: {rule}"))
        parts.append(block)
        position += len(block) + 2
    return "\n\n".join(parts), marks


def _letters(text: str) -> str:
    """Letters and digits alone: repairs change quotation marks, blanks and hyphens."""
    return "".join(letter for letter in text if letter.isalnum()).lower()
