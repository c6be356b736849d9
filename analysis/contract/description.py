"""What corpus.toml says of a corpus; every field may be left out."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Selection(BaseModel):
    """Articles chosen by outlet, day, a term or an entity; conditions are joined by "and"."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    outlet: str | None = None
    first: Annotated[date | None, Field(alias="from")] = None
    last: Annotated[date | None, Field(alias="to")] = None
    term: str | None = None
    entity: str | None = None


class Target(BaseModel):
    """The part of the corpus that keyness looks at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    where: Selection = Selection()


class Reference(BaseModel):
    """What keyness compares with: another corpus, or articles of this one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    corpus: str | None = None
    where: Selection | None = None


class Description(BaseModel):
    """Title, licence, time zone and defaults of a corpus."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = None
    description: str | None = None
    source: str | None = None
    licence: str | None = None
    time_zone: str = "UTC"
    language: Annotated[str | None, Field(pattern="^[a-z]{2}$")] = None
    outlet: str | None = None
    published: date | None = None
    fields: dict[str, str] = {}
    reference: Reference | None = None
    target: Target | None = None
