"""Choices of the timeline stage."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


def _field(
    description: str,
    unit: str,
    gt: float | None = None,
    ge: float | None = None,
    le: float | None = None,
) -> Any:
    return Field(description=description, json_schema_extra={"unit": unit}, gt=gt, ge=ge, le=le)


class Parameters(BaseModel):
    """What the timeline counts, and where it draws its lines."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    count_copies: Annotated[
        bool,
        _field(
            "count syndicated copies like articles of their own; off, so that one story is one",
            "yes/no",
        ),
    ] = False
    narrative: Annotated[
        bool,
        _field(
            "anchor relative dates to the date before them in the text, as histories need; "
            "off, because news counts from its publication day",
            "yes/no",
        ),
    ] = False
    day_first: Annotated[
        bool | None,
        _field(
            "read 03/04/2024 as 3 April (true) or March 4 (false); left out, such a date is read "
            "only where one order is possible, because a guess would be silent",
            "yes/no",
        ),
    ] = None
    top_terms: Annotated[
        int,
        _field(
            "most frequent words, stop words and words of speech and time left out, that get a "
            "series of their own",
            "terms",
            ge=0,
            le=500,
        ),
    ] = 20
    terms: Annotated[
        tuple[str, ...],
        _field("words that get a series whatever their frequency, in lower case", "terms"),
    ] = ()
    top_entities: Annotated[
        int,
        _field("names in most articles that get a series of their own", "entities", ge=0, le=500),
    ] = 20
    top_edges: Annotated[
        int,
        _field(
            "pairs of names, strongest in the network's backbone, that get a series of their own",
            "pairs",
            ge=0,
            le=500,
        ),
    ] = 10
    burst_ratio: Annotated[
        float,
        _field(
            "times the base rate at which the burst state emits; Kleinberg's s",
            "ratio",
            gt=1,
            le=100,
        ),
    ] = 2.0
    burst_cost: Annotated[
        float,
        _field(
            "cost of entering the burst state, times ln(days); Kleinberg's gamma, "
            "higher = fewer bursts",
            "weight",
            ge=0,
            le=100,
        ),
    ] = 1.0
    burst_documents: Annotated[
        int,
        _field(
            "articles that a burst must hold, so that two stray ones are none", "articles", ge=1
        ),
    ] = 3
    change_probability: Annotated[
        float,
        _field("posterior probability from which a change of level is listed", "0..1", gt=0, le=1),
    ] = 0.8
    event_documents: Annotated[
        int,
        _field(
            "articles that must date something to a day before it is listed as an event",
            "articles",
            ge=1,
        ),
    ] = 2
    event_count: Annotated[
        int, _field("highest-scored days that are listed", "days", ge=0, le=10_000)
    ] = 200
    event_entities: Annotated[
        int, _field("names listed with an event", "entities", ge=0, le=100)
    ] = 8
    coverage_units: Annotated[
        tuple[Literal["day", "week", "month"], ...],
        _field("periods for which coverage is counted", "periods"),
    ] = ("day", "week", "month")
    lag_days: Annotated[
        int,
        _field(
            "longest distance between event day and report day that counts as reporting",
            "days",
            ge=0,
        ),
    ] = 365
