"""How much article text a report may show under the licence of its corpus."""

import re
from dataclasses import dataclass

from analysis.contract import Description
from analysis.report.parameters import Parameters

_OPEN = re.compile(
    r"""\bcc0\b|\bcc[ -]?by\b|creative\s?commons\s+(attribution|zero)
    |creativecommons\.org/(licenses/by|publicdomain)
    |\bpublic\s+domain\b|\bopen\s+government\s+licen[cs]e\b|\bOGL\b|\bus\s+federal\s+works?\b|\bPDDL\b|\bODC-BY\b
    |\bpublicdomain\b|\bunlicense\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSED = re.compile(
    r"all\s+rights\s+reserved|proprietary|no\s+(quotation|quoting|reproduction)|confidential"
    r"|subscription|not\s+for\s+(re)?publication|restricted",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quoting:
    """The rule in force: what may be quoted, up to how many characters, and why."""

    rule: str
    characters: int
    reason: str


def quoting(description: Description, parameters: Parameters) -> Quoting:
    """The rule by which article text is quoted.

    rule: full, short or none; characters is 0 for none. Open licences are CC0, CC BY and its
    kin, the public domain, the Open Government Licence.
    """
    licence = (description.licence or "").strip()
    if parameters.quotes != "auto":
        rule, reason = parameters.quotes, "the parameter quotes says so"
    elif not licence:
        rule, reason = "short", "corpus.toml names no licence"
    elif _CLOSED.search(licence):
        rule, reason = "none", f"the corpus licence ({licence}) does not allow it"
    elif _OPEN.search(licence):
        rule, reason = "full", f"the corpus licence ({licence}) allows it"
    else:
        rule, reason = (
            "short",
            f"the corpus licence ({licence}) is not one that is known to allow more",
        )
    characters = {
        "full": parameters.quote_characters,
        "short": parameters.short_quote_characters,
        "none": 0,
    }[rule]
    return Quoting(rule, characters, reason)


def may_be_passed_on(licence: str | None) -> bool:
    """Whether whole articles may be given on: an open licence that allows changed copies."""
    said = (licence or "").strip()
    kept_whole = re.search(r"\bnd\b|no\s?deriv", re.sub(r"[-_]", " ", said), re.IGNORECASE)
    return bool(_OPEN.search(said)) and not _CLOSED.search(said) and not kept_whole


_ADDRESSES = (
    (r"\bcc0\b|creative\s?commons\s+zero|publicdomain/zero", "https://creativecommons.org/publicdomain/zero/1.0/"),
    (r"\bcc[ -]?by[ -]sa\b", "https://creativecommons.org/licenses/by-sa/4.0/"),
    (r"\bcc[ -]?by[ -]nc\b", "https://creativecommons.org/licenses/by-nc/4.0/"),
    (r"\bcc[ -]?by\b", "https://creativecommons.org/licenses/by/4.0/"),
    (r"\bOGL\b|open\s+government", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    (r"public\s+domain", "https://creativecommons.org/publicdomain/mark/1.0/"),
)  # fmt: skip
_VERSION = re.compile(r"\b([1-4]\.[05])\b")


def licence_address(licence: str | None) -> str | None:
    """Web address of a licence that is named; None where it is not one that we know."""
    for pattern, address in _ADDRESSES:
        if licence and re.search(pattern, licence, re.IGNORECASE):
            version = _VERSION.search(licence)
            if version and "/licenses/" in address:
                address = re.sub(r"/[1-4]\.[05]/", f"/{version.group(1)}/", address)
            return address
    return None
