"""Where a large file of records may be cut into blocks that can be read one by one."""

import mmap
import re

import numpy as np

#: Files of other kinds are read whole: an article may stand anywhere in them.
CUT = (".jsonl", ".ndjson", ".csv", ".tsv")
_QUOTED = {
    b",": re.compile(rb'(?:^|[,\r\n])"(?:[^"]|"")*+"'),
    b";": re.compile(rb'(?:^|[;\r\n])"(?:[^"]|"")*+"'),
    b"\t": re.compile(rb'(?:^|[\t\r\n])"(?:[^"]|"")*+"'),
    b"|": re.compile(rb'(?:^|[|\r\n])"(?:[^"]|"")*+"'),
}
_UNSAFE = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
Content = bytes | mmap.mmap


def cut(
    name: str, content: Content, size: int = 1 << 20
) -> tuple[list[tuple[int, int, int]], bytes]:
    """Blocks of whole records of about `size` bytes.

    name: the file's name, whose ending tells its kind.
    Returns (first record, first byte, end) for each block, in order and without gap, and the
    header line that blocks of a csv or tsv file after the first need to be read with.
    Records are counted as the readers count them: blank lines and the header are none.
    """
    whole = [(0, 0, len(content))]
    lower = name.lower()
    if len(content) <= size or not lower.endswith(CUT) or content[:4].startswith(_UNSAFE):
        return whole, b""
    tabular = lower.endswith((".csv", ".tsv"))
    head_end = content.find(b"\n") + 1 if tabular else 0
    if tabular and (not head_end or content[:head_end].count(b'"') % 2):
        return whole, b""
    head = bytes(content[:head_end])
    ends = _record_ends(content, delimiter(head) if tabular else None)
    spans, start, first = [], 0, 0
    header_records = 1 if tabular else 0
    while start < len(content):
        at = int(np.searchsorted(ends, start + size))
        last = at >= len(ends)
        stop = len(content) if last else int(ends[at])
        spans.append((max(first - header_records, 0), start, stop))
        first, start = at + 1, stop
    return spans, head


def delimiter(head: bytes) -> bytes:
    """The delimiter of a header line: the one of , ; tab | that stands in it most often."""
    return max((b",", b";", b"\t", b"|"), key=head.count)


def _record_ends(
    content: Content, separator: bytes | None
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The byte after each line end that ends a record; those in quotes or of blank lines do not."""
    found = []
    step = 1 << 22
    for offset in range(0, len(content), step):
        piece = np.frombuffer(content[offset : offset + step], dtype=np.uint8)
        found.append(np.flatnonzero(piece == 0x0A) + offset)
    ends = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
    if separator is not None:
        inside = np.ones(len(ends), dtype=bool)
        for match in _QUOTED[separator].finditer(content):
            low, high = np.searchsorted(ends, (match.start() + 1, match.end()))
            inside[low:high] = False
        ends = ends[inside]
    before = np.concatenate(([0], ends[:-1] + 1))
    blank = np.fromiter(
        (
            high - low <= 64 and not content[low:high].strip()
            for low, high in zip(before.tolist(), ends.tolist(), strict=True)
        ),
        dtype=bool,
        count=len(ends),
    )
    result: np.ndarray[tuple[int], np.dtype[np.int64]] = ends[~blank] + 1
    return result
