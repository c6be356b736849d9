"""Choices of the report stage."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


def _field(default: Any, description: str, unit: str, **bounds: Any) -> Any:
    extra: dict[str, Any] = {"unit": unit}
    return Field(default, description=description, json_schema_extra=extra, **bounds)


class Parameters(BaseModel):
    """How much the report shows and quotes, and how it is to be cited."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = _field(
        None, "title on the cover; left out, the corpus' own title stands there", "text"
    )
    authors: tuple[str, ...] = _field(
        (),
        "persons or bodies that answer for the report and are cited as its authors, each as"
        " 'Family, Given' or a name alone; left out, the report is cited by its title",
        "names",
    )
    doi: str | None = _field(
        None, "DOI of the deposited run, printed in every citation once there is one", "DOI"
    )
    released: date | None = _field(
        None,
        "day of release that citations print; left out, they say n.d., because no clock is read",
        "day",
    )
    quotes: Literal["auto", "full", "short", "none"] = _field(
        "auto",
        "how much article text the evidence may show, because articles may be protected: auto"
        " follows the corpus licence (open: full; unknown: short; closed: none)",
        "rule",
    )
    quote_characters: int = _field(
        320, "longest quotation where quotes are full, so that a list stays readable",
        "characters", ge=40, le=5_000,
    )  # fmt: skip
    short_quote_characters: int = _field(
        120,
        "longest quotation where the licence is unknown, short enough for a citation by law in"
        " most countries",
        "characters", ge=20, le=500,
    )  # fmt: skip
    evidence_kept: int = _field(
        40,
        "rows kept of each evidence list, because a frequent word stands in too many sentences;"
        " articles are drawn by their hashed name, so that none is favoured",
        "rows", ge=1, le=10_000,
    )  # fmt: skip
    evidence_in_html: int = _field(
        12, "rows of each evidence list shown in report.html", "rows", ge=1, le=10_000
    )
    evidence_in_pdf: int = _field(
        4, "rows of each evidence list printed in report.pdf, to keep it short", "rows",
        ge=1, le=1_000,
    )  # fmt: skip
    outlets: int = _field(
        15, "outlets listed, those with most articles first", "outlets", ge=1, le=500
    )
    terms: int = _field(
        25, "most frequent words listed, stop words left out", "words", ge=1, le=500
    )
    keyness_terms: int = _field(
        8, "words listed on each side of a comparison, strongest first", "words", ge=1, le=200
    )
    comparisons: int = _field(
        6, "comparisons of keyness shown, those with most words first", "comparisons", ge=1, le=50
    )
    collocations: int = _field(20, "collocations listed, strongest first", "pairs", ge=1, le=500)
    entities: int = _field(20, "names listed, those in most articles first", "names", ge=1, le=500)
    profiles: int = _field(
        8, "names that get a profile with companions, aliases and quotes", "names", ge=0, le=200
    )
    pairs: int = _field(25, "co-occurring pairs listed, strongest first", "pairs", ge=1, le=500)
    events: int = _field(
        20, "dated events listed, the most widely reported ones", "days", ge=1, le=500
    )
    tolls: int = _field(
        25, "reported figures listed, the latest of each source first", "figures", ge=1, le=1_000
    )
    disagreements: int = _field(
        20, "days on which reports disagree listed, widest relative gap first", "days",
        ge=1, le=1_000,
    )  # fmt: skip
    png_dots_per_inch: int = _field(
        300, "resolution of the figures as png, as journals ask for", "dots per inch",
        ge=72, le=1_200,
    )  # fmt: skip
