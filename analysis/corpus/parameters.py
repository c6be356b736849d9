"""Choices of the corpus stage."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


def _unit(unit: str) -> dict[str, Any]:
    return {"unit": unit}


#: Rules that may be switched off; the others remove what is no text at all.
Rule = Literal[
    "signature", "byline", "notice", "repeated_line", "end_mark", "separator", "counter",
    "follow_us", "subscription", "cookie", "photo_credit", "credit", "page_furniture",
]  # fmt: skip


class Parameters(BaseModel):
    """What the corpus stage may be told; the defaults suit agency copy and press exports."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    split: Literal["auto", "none", "blank_lines", "rules", "date_lines", "lines"] = Field(
        "auto",
        description="rule by which text files are cut into articles; auto learns it from each"
        " file, none takes a file as one article, lines takes every line as an article",
        json_schema_extra=_unit("rule"),
    )
    keep: tuple[Rule, ...] = Field(
        (),
        description="rules of boilerplate that remove nothing, by their names in the table of"
        " removed spans, for corpora in which they take reporting away",
        json_schema_extra=_unit("rules"),
    )
    repeated_line_articles: int = Field(
        5,
        ge=2,
        description="articles of one outlet in which a line must stand to count as boilerplate:"
        " fewer may be chance",
        json_schema_extra=_unit("articles"),
    )
    repeated_line_share: float = Field(
        0.3,
        gt=0,
        le=1,
        description="share of an outlet's articles in which a line must stand to count as"
        " boilerplate, so that set phrases, which stand in few, stay text",
        json_schema_extra=_unit("share of articles"),
    )
    copy_similarity: float = Field(
        0.5,
        ge=0.3,
        le=1,
        description="share of the words of both articles that must stand in both in the same"
        " order for them to be copies; higher finds fewer, closer copies",
        json_schema_extra=_unit("share of words"),
    )
    copy_containment: float = Field(
        0.7,
        ge=0.4,
        le=1,
        description="share of the shorter article's words that must stand in the longer one in"
        " the same order for it to be a cut or extended version",
        json_schema_extra=_unit("share of words"),
    )
    copy_window_days: int = Field(
        4,
        ge=0,
        description="days between two dated articles after which they are no longer taken for"
        " copies, because set phrases come back; undated articles are compared with all",
        json_schema_extra=_unit("days"),
    )
    copy_min_words: int = Field(
        12,
        ge=4,
        description="words that an article must have to be compared: shorter ones agree by chance",
        json_schema_extra=_unit("words"),
    )
    date_order: Literal["auto", "day_first", "month_first"] = Field(
        "auto",
        description="how 3/4/2024 is read; auto learns it from dates of the same file and"
        " outlet that can be read one way only and leaves the others open",
        json_schema_extra=_unit("order"),
    )
    archive_megabytes: int = Field(
        512,
        ge=1,
        description="largest unpacked size of one archive, against archives made to fill the disk",
        json_schema_extra=_unit("megabytes"),
    )
    archive_ratio: int = Field(
        200,
        ge=2,
        description="largest ratio of unpacked to packed size of an archive, for the same reason",
        json_schema_extra=_unit("times"),
    )
    archive_depth: int = Field(
        2,
        ge=1,
        description="how deep archives within archives are opened",
        json_schema_extra=_unit("levels"),
    )
    strict: bool = Field(
        False,
        description="stop with exit code 3 when a raw file has a problem, instead of listing it"
        " and going on; for runs that nobody watches",
        json_schema_extra=_unit("yes or no"),
    )
