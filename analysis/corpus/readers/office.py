"""Office files: xlsx tables, docx texts, pdf with a text layer."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from analysis.corpus.articles import text_articles
from analysis.corpus.model import Context, Reading
from analysis.corpus.readers.exports import export_articles
from analysis.corpus.readers.records import field_mapping, fill, read_records

_PAGE_NUMBER = re.compile(
    r"\s*(?:page\s*)?[-–—|]*\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|]*\s*$", re.I
)
_LEAST_PAGES = 3
_CLOSED = '.!?…:"”’)؟'


def read_xlsx(content: bytes, context: Context) -> Reading:
    """The sheets of a workbook that have a column of text, one after the other."""
    reading = Reading("xlsx", "utf-8")
    if problem := _too_large(content, context):
        return Reading("xlsx", problem=problem)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    except Exception as error:  # openpyxl raises whatever a broken part leads it to
        return Reading("xlsx", problem=f"no workbook ({str(error)[:80]}): save it as xlsx or csv")
    tables = []
    for rows in sheets:
        lines = iter(rows)
        head = next((row for row in lines if any(cell is not None for cell in row)), ())
        columns = ["" if cell is None else str(cell).strip() for cell in head]
        tables.append((lines, columns, field_mapping(columns, context.fields)))
    wanted = "text" if any("text" in mapping for _, _, mapping in tables) else "title"
    for lines, columns, mapping in tables:
        if wanted in mapping:
            read_records(_records(lines, columns), reading, context, columns)
    if not reading.records:
        reading.problem = (
            "no sheet has a column of text or headlines: name it in corpus.toml,"
            ' [fields] text = "…"'
        )
    return reading


def _records(rows: Iterator[tuple[Any, ...]], columns: list[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if any(cell is not None for cell in row):
            yield dict(zip(columns, row, strict=False))


def read_docx(content: bytes, context: Context) -> Reading:
    """A text document, which may hold many articles; where it holds one, title and author come
    from its properties, too."""
    if problem := _too_large(content, context):
        return Reading("docx", problem=problem)
    import docx.text.paragraph

    try:
        document = docx.Document(io.BytesIO(content))
        lines = []
        for block in document.iter_inner_content():
            if isinstance(block, docx.text.paragraph.Paragraph):
                lines.append(block.text)
            else:
                lines += [" ".join(cell.text for cell in row.cells) for row in block.rows]
        about = document.core_properties
        values = {"title": about.title, "byline": about.author}
    except Exception as error:  # python-docx raises whatever a broken part leads it to
        return Reading("docx", problem=f"no docx ({str(error)[:80]}): save it as docx or txt")
    return _without_offsets(Reading("docx", "utf-8"), "\n".join(lines), values, context, False)


def read_pdf(content: bytes, context: Context) -> Reading:
    """The text layer of a pdf as one article, without the lines that come back on its pages."""
    import pypdf

    try:
        document = pypdf.PdfReader(io.BytesIO(content))
        if document.is_encrypted and not document.decrypt(""):
            return Reading("pdf", problem="the pdf is locked: save it without its password")
        pages = [page.extract_text() or "" for page in document.pages]
        about = document.metadata
        values = {
            "title": about.title if about else None,
            "byline": about.author if about else None,
        }
    except Exception as error:  # pypdf raises whatever a broken part leads it to
        return Reading("pdf", problem=f"no pdf that can be read ({str(error)[:80]}): save it anew")
    if not any(page.strip() for page in pages):
        return Reading("pdf", problem="the pdf has no text layer: run text recognition over it")
    furniture = _furniture(pages)
    text = _paragraphs(
        [
            line
            for page in pages
            for line in page.split("\n")
            if line.strip() not in furniture and not _PAGE_NUMBER.match(line)
        ]
    )
    return _without_offsets(Reading("pdf", "pdf text layer"), text, values, context, True)


def _paragraphs(lines: list[str]) -> str:
    """The lines of a text layer, with blank lines where they tell that a paragraph ends.

    Many programs leave the blank at which they wrapped a line at its end; then a line that closes
    a sentence without one closes the paragraph.
    """
    wrapped = sum(line.endswith(" ") for line in lines)
    if wrapped < 0.5 * len(lines):
        return "\n".join(lines)
    return "\n".join(
        line + "\n" if line and not line.endswith(" ") and line[-1] in _CLOSED else line
        for line in lines
    )


def _furniture(pages: list[str]) -> set[str]:
    """First and last lines that stand on several pages."""
    edges = Counter(
        line
        for page in pages
        if (lines := [one.strip() for one in page.split("\n") if one.strip()])
        for line in {lines[0], lines[-1]}
    )
    return {line for line, count in edges.items() if count >= _LEAST_PAGES}


def _without_offsets(
    reading: Reading, text: str, values: dict[str, str | None], context: Context, whole: bool
) -> Reading:
    """The articles of a text that has no offsets a reader could find again: they are numbered.

    whole: it is one article, unless it is the export of a database.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    reading.chars = len(text)
    drafts, ledger = export_articles(text, context) or text_articles(text, context, whole=whole)
    for number, draft in enumerate(drafts):
        if len(drafts) == 1:
            own = draft.title, draft.byline
            fill(draft, values, context.date_order, context)
            draft.title, draft.byline = own[0] or draft.title, own[1] or draft.byline
        else:
            draft.record = number
        draft.start = draft.end = None
        draft.repairs, draft.edges = [], []
    reading.drafts = drafts
    reading.removed = [(None, removal, removed) for removal, removed in ledger]
    return reading


def _too_large(content: bytes, context: Context) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile:
        return "no Office file: save it again as xlsx, docx or txt"
    allowed = min(context.archive_bytes, max(len(content) * context.archive_ratio, 4 << 20))
    return f"unpacks to {size >> 20} MB, more than is allowed" if size > allowed else None
