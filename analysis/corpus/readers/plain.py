"""Plain text and Markdown."""

from analysis.corpus.articles import text_articles
from analysis.corpus.decode import decode
from analysis.corpus.markdown import front_matter, markup
from analysis.corpus.model import Context, Reading
from analysis.corpus.readers.exports import export_articles
from analysis.corpus.readers.records import field_mapping, fill, in_words


def read_text(content: bytes, context: Context) -> Reading:
    """A text file, which may hold many articles."""
    decoded = decode(content)
    reading = Reading("txt", decoded.encoding, len(decoded.text), problem=decoded.problem)
    if decoded.encoding is None:
        return reading
    exported = None if context.forced else export_articles(decoded.text, context)
    reading.drafts, ledger = exported or text_articles(decoded.text, context)
    reading.removed = [(None, removal, text) for removal, text in ledger]
    return reading


def read_markdown(content: bytes, context: Context) -> Reading:
    """A Markdown file: one article, with the fields of its front matter."""
    decoded = decode(content)
    raw = decoded.text
    reading = Reading("md", decoded.encoding, len(raw), problem=decoded.problem)
    if decoded.encoding is None:
        return reading
    fields, begin, problem = front_matter(raw)
    reading.problem = reading.problem or problem
    shadow, marks = markup(raw, begin)
    drafts, ledger = text_articles(raw, context, shadow, marks, whole=True, begin=begin, soft=True)
    mapping = field_mapping(fields, context.fields)
    values = {ours: fields.get(column) for ours, column in mapping.items()}
    reading.fields = in_words({ours: one for ours, one in mapping.items() if one in fields})
    for draft in drafts:
        fill(draft, values, context.date_order, context)
    reading.drafts = drafts
    reading.removed = [(None, removal, text) for removal, text in ledger]
    return reading
