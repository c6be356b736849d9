"""Joins Parquet files of one schema without decoding them: row groups are copied as they are.

No library does this: pyarrow can add up the footers of several files, but not move what they
point to. A footer is a struct in Thrift's compact protocol; it is read here as plain values with
their types, so that whatever stands in it is written again as it stood, places apart.
Sources: Apache Thrift, thrift-compact-protocol.md; Apache Parquet, parquet.thrift.
"""

from collections.abc import Iterable
from typing import Any, BinaryIO

MAGIC = b"PAR1"
TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, _MAP, STRUCT = range(1, 13)

#: A struct: each field's number with its type and value; a list's value is (type, items).
Struct = dict[int, tuple[int, Any]]

# Fields of FileMetaData, RowGroup, ColumnChunk and ColumnMetaData that are read or changed here.
_ROWS, _GROUPS = 3, 4
_COLUMNS, _GROUP_ROWS, _GROUP_START, _ORDINAL = 1, 3, 5, 7
_CHUNK_START, _CHUNK = 2, 3
_PLACES = (9, 10, 11)
#: Places of bloom filters and of page indexes, which are not written.
_REFUSED_IN_CHUNK, _REFUSED_IN_COLUMN = (4, 6), (14,)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A whole number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _as_number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _as_signed(value: int) -> bytes:
    return _as_number(value << 1 if value >= 0 else (-value << 1) - 1)


def _value(kind: int, data: bytes, at: int) -> tuple[Any, int]:
    if kind in (I16, I32, I64):
        value, at = _number(data, at)
        return (value >> 1) ^ -(value & 1), at
    if kind == BINARY:
        size, at = _number(data, at)
        return data[at : at + size], at + size
    if kind == STRUCT:
        return read_struct(data, at)
    if kind in (LIST, SET):
        size, of = data[at] >> 4, data[at] & 0x0F
        at += 1
        if size == 15:
            size, at = _number(data, at)
        items = []
        for _ in range(size):
            # A truth in a list is a byte of its own; in a struct the type says which it is.
            item, at = (data[at], at + 1) if of in (TRUE, FALSE) else _value(of, data, at)
            items.append(item)
        return (of, items), at
    if kind in (BYTE, DOUBLE):
        size = 1 if kind == BYTE else 8
        return data[at : at + size], at + size
    raise ValueError(f"type {kind} does not occur in a Parquet footer")


def _as_value(kind: int, value: Any) -> bytes:
    if kind in (I16, I32, I64):
        return _as_signed(value)
    if kind == BINARY:
        return _as_number(len(value)) + bytes(value)
    if kind == STRUCT:
        return write_struct(value)
    if kind in (LIST, SET):
        of, items = value
        head = (
            bytes([len(items) << 4 | of])
            if len(items) < 15
            else bytes([0xF0 | of]) + _as_number(len(items))
        )
        if of in (TRUE, FALSE):
            return head + bytes(items)
        return head + b"".join(_as_value(of, item) for item in items)
    return bytes(value)


def read_struct(data: bytes, at: int = 0) -> tuple[Struct, int]:
    """The struct that begins there, and where it ends; raises ValueError for a map."""
    found: Struct = {}
    field = 0
    while data[at]:
        step, kind = data[at] >> 4, data[at] & 0x0F
        at += 1
        if step:
            field += step
        else:
            value, at = _number(data, at)
            field = (value >> 1) ^ -(value & 1)
        if kind in (TRUE, FALSE):
            found[field] = (kind, None)
        else:
            value, at = _value(kind, data, at)
            found[field] = (kind, value)
    return found, at + 1


def write_struct(struct: Struct) -> bytes:
    """The struct's bytes, fields in the order in which they stand."""
    out = bytearray()
    last = 0
    for field, (kind, value) in struct.items():
        step = field - last
        out += bytes([step << 4 | kind]) if 0 < step < 16 else bytes([kind]) + _as_signed(field)
        if kind not in (TRUE, FALSE):
            out += _as_value(kind, value)
        last = field
    return bytes(out) + b"\0"


def _footer(content: bytes) -> tuple[Struct, int]:
    """A file's footer, and where it begins; raises ValueError where there is none."""
    if len(content) < 12 or content[-4:] != MAGIC or content[:4] != MAGIC:
        raise ValueError("not a Parquet file")
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    return read_struct(content, start)[0], start


def _moved(struct: Struct, fields: Iterable[int], by: int) -> None:
    for field in fields:
        if field in struct:
            kind, place = struct[field]
            # A place that is not known is written as 0 and stays so.
            struct[field] = (kind, place + by if place else place)


def _move(group: Struct, by: int, ordinal: int) -> None:
    """Let a row group point to where its bytes stand now."""
    _moved(group, (_GROUP_START,), by)
    if _ORDINAL in group:
        group[_ORDINAL] = (group[_ORDINAL][0], ordinal)
    for chunk in group[_COLUMNS][1][1]:
        column = chunk[_CHUNK][1]
        if {*chunk} & {*_REFUSED_IN_CHUNK} or {*column} & {*_REFUSED_IN_COLUMN}:
            raise ValueError("page indexes and bloom filters are not joined")
        _moved(chunk, (_CHUNK_START,), by)
        _moved(column, _PLACES, by)


def join(empty: bytes, files: Iterable[bytes], stream: BinaryIO) -> None:
    """Write one Parquet file with the row groups of several, one after the other.

    empty: a file of the same schema without rows, whose footer says all but the row groups.
    stream: at its start. The bytes are those that a writer of all row groups would have written.
    Raises ValueError for what is no Parquet file, or has page indexes or bloom filters.
    """
    whole, _ = _footer(empty)
    groups: list[Struct] = []
    stream.write(MAGIC)
    at = len(MAGIC)
    for content in files:
        footer, end = _footer(content)
        for group in footer[_GROUPS][1][1]:
            _move(group, at - len(MAGIC), len(groups))
            groups.append(group)
        stream.write(memoryview(content)[len(MAGIC) : end])
        at += end - len(MAGIC)
    whole[_ROWS] = (I64, sum(group[_GROUP_ROWS][1] for group in groups))
    whole[_GROUPS] = (LIST, (STRUCT, groups))
    tail = write_struct(whole)
    stream.write(tail + len(tail).to_bytes(4, "little") + MAGIC)
