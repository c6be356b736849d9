"""How the report, its corpus and Dateline are cited: texts, BibTeX, CSL-JSON, CITATION.cff."""

import importlib.metadata
import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from analysis.report.facts import Facts
from analysis.report.licence import licence_address
from analysis.report.plain import clean

_CSL_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "techreport": "report",
    "book": "book",
    "software": "software",
    "misc": "webpage",
}
#: Entries and fields of references.bib; its values hold braces one level deep.
_ENTRY = re.compile(r"^@(\w+)\{([\w:-]+),\n(.*?)^\}", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"(\w+) = \{((?:[^{}]|\{[^{}]*\})*)\}")
_KINDS = {"report": "Report", "dataset": "Data set", "software": "Computer software"}
_CSL_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "booktitle": "container-title",
    "howpublished": "container-title",
    "publisher": "publisher",
    "institution": "publisher",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "doi": "DOI",
    "url": "URL",
    "version": "version",
}


@dataclass(frozen=True)
class Work:
    """What is cited: a report, a corpus, or the software."""

    key: str
    kind: str
    title: str
    authors: tuple[str, ...]
    released: date | None = None
    version: str | None = None
    doi: str | None = None
    address: str | None = None
    publisher: str | None = None

    def text(self) -> str:
        """One sentence as a bibliography prints it."""
        year = str(self.released.year) if self.released else "n.d."
        who = (
            f"{'; '.join(self.authors)} ({year}). {self.title}"
            if self.authors
            else f"{self.title} ({year})"
        )
        version = f" (version {self.version})" if self.version else ""
        parts = [f"{who}{version} [{_KINDS[self.kind]}]."]
        if self.publisher:
            parts.append(f"{self.publisher}.")
        if self.doi:
            parts.append(f"https://doi.org/{self.doi}")
        elif self.address:
            parts.append(self.address)
        return " ".join(parts)

    def csl(self) -> dict[str, Any]:
        """The work as a CSL-JSON item."""
        item: dict[str, Any] = {"id": self.key, "type": self.kind, "title": self.title}
        if self.authors:
            item["author"] = [_person(one) for one in self.authors]
        if self.released:
            item["issued"] = {
                "date-parts": [[self.released.year, self.released.month, self.released.day]]
            }
        for name, value in (
            ("version", self.version),
            ("DOI", self.doi),
            ("URL", self.address),
            ("publisher", self.publisher),
        ):  # fmt: skip
            if value:
                item[name] = value
        return item

    def bibtex(self) -> str:
        """The work as a BibTeX entry."""
        fields = {"title": f"{{{_tex(self.title)}}}"}
        if self.authors:
            names = (_tex(one) if "," in one else f"{{{_tex(one)}}}" for one in self.authors)
            fields["author"] = " and ".join(names)
        if self.released:
            fields["year"] = str(self.released.year)
        for name, value in (
            ("version", self.version),
            ("doi", self.doi),
            ("url", self.address),
            ("publisher", self.publisher),
        ):  # fmt: skip
            if value:
                fields[name] = value if name in ("doi", "url") else _tex(value)
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{body}\n}}\n"


def report_work(facts: Facts, run_id: str) -> Work:
    """The report as a work."""
    parameters = facts.parameters
    title = clean(parameters.title or f"{facts.corpus}: a Dateline report")
    return Work(
        "report",
        "report",
        title,
        tuple(clean(one) for one in parameters.authors),
        parameters.released,
        f"run {run_id}",
        parameters.doi,
    )


def corpus_work(facts: Facts) -> Work:
    """The corpus as a work; its source is its author, or its address."""
    description = facts.description
    source = clean(description.source) if description.source else None
    address = source if source and re.fullmatch(r"https?://\S+", source) else None
    return Work(
        "corpus",
        "dataset",
        clean(facts.corpus),
        () if address or not source else (source.rstrip("."),),
        address=address,
    )


def software_work() -> Work:
    """Dateline as a work."""
    return Work(
        "dateline", "software", "Dateline: reproducible analysis of a news corpus",
        ("Dateline developers",), version=dateline_version(),
    )  # fmt: skip


def dateline_version() -> str | None:
    """Version of the installed distribution; None where only its source lies there."""
    try:
        return importlib.metadata.version("dateline")
    except importlib.metadata.PackageNotFoundError:
        return None


def literature() -> str:
    """The shipped references.bib."""
    return files("analysis.resources").joinpath("report/references.bib").read_text("utf-8")


def bibliography(works: tuple[Work, ...]) -> str:
    """references.bib of a run: what it is, what it was made from and with, and the literature."""
    return "\n".join(work.bibtex() for work in works) + "\n" + literature()


def csl_json(works: tuple[Work, ...]) -> str:
    """references.json of a run: the same as CSL-JSON."""
    items = [*(work.csl() for work in works), *_literature_items()]
    return json.dumps(items, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@cache
def _literature_items() -> list[dict[str, Any]]:
    items = []
    for kind, key, body in _ENTRY.findall(literature()):
        fields = {name: _bare(value) for name, value in _FIELD.findall(body)}
        item: dict[str, Any] = {"id": key, "type": _CSL_TYPES[kind]}
        for name, target in _CSL_FIELDS.items():
            if name in fields:
                item[target] = fields[name]
        if "page" in item:
            item["page"] = item["page"].replace("--", "-")
        raw = dict(_FIELD.findall(body))["author"]
        item["author"] = [_csl_name(one) for one in raw.split(" and ")]
        item["issued"] = {"date-parts": [[int(fields["year"])]]}
        items.append(item)
    return items


def _bare(value: str) -> str:
    """A field of references.bib, which is written in Unicode, without braces and escapes."""
    return value.replace("{", "").replace("}", "").replace("\\&", "&")


def _csl_name(name: str) -> dict[str, str]:
    if name.startswith("{") and name.endswith("}") and "," not in name:
        return {"literal": _bare(name)}
    return _person(_bare(name))


def citation_cff(report: Work, facts: Facts) -> str:
    """CITATION.cff 1.2.0; every value is written as a JSON string, which YAML reads."""

    def said(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = [
        "cff-version: 1.2.0",
        'message: "If you use this report, please cite it as below."',
        "type: dataset",
        f"title: {said(report.title)}",
        f"version: {said(report.version or '')}",
    ]
    lines.append("authors:")
    for author in report.authors or ("Dateline",):
        person = _person(author)
        if "family" in person:
            lines += [
                f"  - family-names: {said(person['family'])}",
                f"    given-names: {said(person['given'])}",
            ]
        else:
            lines.append(f"  - name: {said(person['literal'])}")
    if report.released:
        lines.append(f"date-released: {report.released.isoformat()}")
    if report.doi:
        lines.append(f"doi: {said(report.doi)}")
    address = licence_address(facts.description.licence)
    if address:
        lines.append(f"license-url: {said(address)}")
    lines += ["references:", "  - type: software", f"    title: {said(software_work().title)}",
              "    authors:", '      - name: "Dateline developers"']  # fmt: skip
    corpus = corpus_work(facts)
    lines += ["  - type: data", f"    title: {said(corpus.title)}", "    authors:",
              f"      - name: {said((corpus.authors or (corpus.title,))[0])}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _person(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": name}


def _tex(text: str) -> str:
    """Text in which nothing is a command: braces become brackets, the rest is escaped."""
    plain = text.replace("{", "(").replace("}", ")").replace("\\", "/")
    return (
        re.sub(r"([&%$#_])", r"\\\1", plain)
        .replace("~", " ")
        .replace("^", " ")
        .replace("@", "(at)")
    )
