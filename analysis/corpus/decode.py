"""From bytes to text, saying which encoding was used and what was lost."""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from analysis.language.normalise import ranked_language

#: Codecs that drop the mark themselves: bytes.decode(encoding, REPLACE) always gives the text.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Declared names that mean another encoding in practice (as browsers read them).
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
#: Encodings of one byte a letter and the languages that are written in them: a guess is right when
#: the text that it gives is in one of its languages.
_WRITTEN_IN: dict[str, frozenset[str]] = {
    "cp1252": frozenset(
        ("en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "no", "fi", "ca", "id", "ms")
    ),
    "cp1250": frozenset(("pl", "cs", "sk", "hu", "hr", "sl", "ro", "bs", "sq")),
    "cp1251": frozenset(("ru", "uk", "bg", "sr", "mk")),
    "cp1253": frozenset(("el",)),
    "cp1254": frozenset(("tr",)),
    "cp1255": frozenset(("he",)),
    "cp1256": frozenset(("ar", "fa", "ur")),
    "cp1257": frozenset(("lt", "lv", "et")),
    "koi8_r": frozenset(("ru",)),
}  # fmt: skip
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257")
#: Encodings of several bytes a letter, which charset-normalizer tells apart.
_WIDE_LETTERS = ["shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"]
_MAGIC = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"RIFF", "sound, film or a picture"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
    (b"ID3", "sound"), (b"OggS", "sound"), (b"SQLite format", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (save it as docx, xlsx or txt)"),
    (b"7z\xbc\xaf", "a 7z archive: pack it as zip"), (b"Rar!", "a rar archive: pack it as zip"),
)  # fmt: skip
_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))


def _one_for_each_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\ufffd" * (error.end - error.start), error.end


#: One U+FFFD for each undecodable byte (Python's own "replace" merges some).
REPLACE = "dateline-replace"
codecs.register_error(REPLACE, _one_for_each_byte)


@dataclass(frozen=True)
class Decoded:
    """Text, the encoding it was read with (None: no text), and what went wrong."""

    text: str
    encoding: str | None
    problem: str | None = None


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Byte order mark first, then UTF-8, then the declared encoding, then detection.

    declared: what the file says of itself (HTML meta, XML declaration).
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _lossy(content, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _other(content, declared)
    if "\0" in text and (wide := _wide(content)):
        return _lossy(content, wide)
    if _binary(content):
        return _no_text(content)
    return Decoded(text, "utf-8")


def _other(content: bytes, declared: str | None) -> Decoded:
    if declared:
        name = _known(declared)
        if name is not None:
            return _lossy(content, name)
    wide = _wide(content)
    if wide:
        return _lossy(content, wide)
    if _binary(content):
        return _no_text(content)
    if _mostly_utf8(content):
        return _lossy(content, "utf-8")
    return _lossy(content, _detected(content))


def _known(declared: str) -> str | None:
    """The codec of a declared name, if it is among the candidates."""
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return (
        name
        if name in {codecs.lookup(one).name for one in (*_WRITTEN_IN, *_WIDE_LETTERS)}
        else None
    )


def _lossy(content: bytes, name: str) -> Decoded:
    text = content.decode(name, REPLACE)
    lost = text.count("\ufffd") - content.count(b"\xef\xbf\xbd") * name.startswith("utf-8")
    problem = None
    if lost > 0:
        problem = (
            f"{lost} bytes are no {name}: each became U+FFFD; save the file again as UTF-8"
            if lost > 1
            else f"one byte is no {name}: it became U+FFFD; save the file again as UTF-8"
        )
    return Decoded(text, name, problem)


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark shows as NULs in every other byte."""
    sample = content[:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _binary(content: bytes) -> bool:
    sample = content[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return bool(sample) and controls > max(2, len(sample) // 200)


def _no_text(content: bytes) -> Decoded:
    kind = next((what for magic, what in _MAGIC if content.startswith(magic)), "binary")
    return Decoded("", None, f"no text file ({kind}): take it out of the folder or convert it")


_UTF8_PAIR = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")


def _mostly_utf8(content: bytes) -> bool:
    """Whether more high bytes belong to UTF-8 sequences than stand alone."""
    inside = sum(len(found) for found in _UTF8_PAIR.findall(content))
    return inside > len(_HIGH.findall(content)) - inside


def _detected(content: bytes) -> str:
    lines = [line for line in content.splitlines() if _HIGH.search(line)]
    sample = b"\n".join(lines)[:4096]
    best, surest = None, 0.0
    high, ascii_letters = len(_HIGH.findall(sample)), len(_ASCII_LETTER.findall(sample))
    for name, languages in _WRITTEN_IN.items():
        # Latin scripts need few letters beyond ASCII, the others hardly any within.
        fits = high < ascii_letters if name in _LATIN else high > ascii_letters
        if fits and _printable(sample, name):
            language, sureness = ranked_language(sample.decode(name, REPLACE))
            if language in languages and sureness > surest:
                best, surest = name, sureness
    if best is not None:
        return best
    match = charset_normalizer.from_bytes(sample, cp_isolation=_WIDE_LETTERS).best()
    name = codecs.lookup(match.encoding).name if match is not None else "cp1252"
    return name if _printable(sample, name) else "cp1252"


def _printable(sample: bytes, name: str) -> bool:
    """An encoding that yields control characters was guessed wrong."""
    return not re.search("[\x80-\x9f\ufffd]", sample.decode(name, REPLACE))
