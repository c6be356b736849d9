"""Names of articles: 16 hexadecimal digits that stay while the article's place in its file does."""

from hashlib import sha256


def unit_prefix(source_file: str, block: int) -> str:
    """The four digits with which every article of a raw file (or block of one) begins."""
    return sha256(f"{source_file}#{block}".encode("utf-8", "surrogatepass")).hexdigest()[:4]


def document_id(prefix: str, source_file: str, record: int | None, start: int | None) -> str:
    """The article's name from its place.

    prefix: of the unit it was read from; for a member of an archive that is the archive's.
    source_file, record, start: as in the table of documents.
    """
    place = "\0".join((source_file, *("" if one is None else str(one) for one in (record, start))))
    return prefix + sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:12]
