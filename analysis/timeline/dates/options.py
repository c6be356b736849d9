"""What the researcher may decide about the reading of dates."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class DateOptions(BaseModel):
    """How date expressions are anchored; the corpus fields are filled in by the stage."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    narrative: bool = Field(
        default=False,
        description=(
            "Take the previous date of the text, not the day of publication, as the point from"
            " which relative dates count: right for histories and chronologies, wrong for news."
        ),
        json_schema_extra={"unit": "true or false"},
    )
    day_first: bool | None = Field(
        default=None,
        description=(
            "Read 03/04/2024 as 3 April (true) or March 4 (false); left out: such a date is read"
            " only where one order is possible, because a guess would be silent."
        ),
        json_schema_extra={"unit": "true, false or left out"},
    )
    corpus_years: tuple[int, ...] = Field(
        default=(),
        description=(
            "Years that the corpus is about; a month and day in an undated article takes its year"
            " from here when only one fits (basis `corpus`)."
        ),
        json_schema_extra={"unit": "years"},
    )
    corpus_first: date | None = Field(
        default=None,
        description=(
            "First day of the corpus; years whose date lies 60 days before it or more do not fit."
        ),
        json_schema_extra={"unit": "day"},
    )
    corpus_last: date | None = Field(
        default=None,
        description=(
            "Last day of the corpus; years whose date lies 30 days after it or more do not fit."
        ),
        json_schema_extra={"unit": "day"},
    )
