"""The choices of the terms stage."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from analysis.language.tokens import WordRules


def _unit(unit: str) -> dict[str, Any]:
    return {"unit": unit}


class Parameters(BaseModel):
    """What the user may set under [terms] in parameters.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lower_case: bool = Field(
        True,
        description="count The and the as one word, as a sentence's first word is capital anyway",
        json_schema_extra=_unit("yes or no"),
    )
    hyphens: bool = Field(
        True,
        description="keep hyphenated words whole, so that cease-fire is one word",
        json_schema_extra=_unit("yes or no"),
    )
    apostrophes: bool = Field(
        True,
        description="keep apostrophes inside words, so that don't is one word",
        json_schema_extra=_unit("yes or no"),
    )
    elisions: bool = Field(
        True,
        description="cut l' and the like off French, Italian, Catalan and Occitan words, so that"
        " l'eau and eau are counted together",
        json_schema_extra=_unit("yes or no"),
    )
    numbers: bool = Field(
        True,
        description="count numbers such as 11,500 as words, because figures are news",
        json_schema_extra=_unit("yes or no"),
    )
    punctuation: bool = Field(
        False,
        description="count punctuation marks as words, as some published tables do",
        json_schema_extra=_unit("yes or no"),
    )
    store_ngrams: int = Field(
        1,
        ge=1,
        le=5,
        description="longest sequence of words that is counted like a word; 2 and more multiply"
        " size and time",
        json_schema_extra=_unit("words"),
    )
    stems: bool = Field(
        False,
        description="add each word's stem (Snowball, in the corpus's main language) to the"
        " frequencies, to count protest and protests together",
        json_schema_extra=_unit("yes or no"),
    )
    lemmas: bool = Field(
        False,
        description="add each English word's dictionary form to the frequencies, to count strike,"
        " strikes and struck together; only where English is the corpus's main language",
        json_schema_extra=_unit("yes or no"),
    )
    min_count: int = Field(
        5,
        ge=1,
        description="times that a pair must be seen to be listed as a collocation: association"
        " measures mean little below",
        json_schema_extra=_unit("occurrences"),
    )
    keyness_min_count: int = Field(
        3,
        ge=1,
        description="times that a word must be seen in both parts together to be compared; rarer"
        " words cannot be told from chance",
        json_schema_extra=_unit("occurrences"),
    )
    keyness_outlets: int = Field(
        20,
        ge=1,
        le=200,
        description="outlets, the largest by words, that are each compared with all others; more"
        " make tables that nobody reads",
        json_schema_extra=_unit("outlets"),
    )
    trend_terms: int = Field(
        200,
        ge=0,
        le=5000,
        description="words, the most frequent that are no stop words, whose course over time is"
        " worked out",
        json_schema_extra=_unit("words"),
    )
    watch: tuple[str, ...] = Field(
        (),
        description="words whose course over time, co-occurrence and neighbours are worked out"
        " however rare",
        json_schema_extra=_unit("words"),
    )
    period: Literal["auto", "day", "week", "month"] = Field(
        "auto",
        description="length of a period of trends; auto takes days up to 45 days, weeks up to 270"
        " days, months above, so that a figure has 10 to 60 points",
        json_schema_extra=_unit("period"),
    )
    cooccurrence_terms: int = Field(
        150,
        ge=0,
        le=1000,
        description="words, the most frequent that are no stop words, whose co-occurrence is"
        " counted; pairs grow with the square",
        json_schema_extra=_unit("words"),
    )
    collocate_terms: int = Field(
        50,
        ge=0,
        le=1000,
        description="words, the most frequent that are no stop words, whose neighbours in a window"
        " are all listed; words under watch are added",
        json_schema_extra=_unit("words"),
    )
    cooccurrence_window: int = Field(
        5,
        ge=1,
        le=50,
        description="words on each side of a word that count as its neighbours; 5 is the usual"
        " span of collocation studies",
        json_schema_extra=_unit("words"),
    )
    mattr_window: int = Field(
        50,
        ge=2,
        le=1000,
        description="window of the moving-average type-token ratio; 50 lets short dispatches count",
        json_schema_extra=_unit("words"),
    )
    phrase_npmi: float = Field(
        0.5,
        ge=0,
        le=1,
        description="association from which a frequent pair counts as a phrase, from 0 (chance)"
        " to 1 (never apart)",
        json_schema_extra=_unit("NPMI"),
    )
    confidence: float = Field(
        0.95,
        gt=0.5,
        lt=1,
        description="coverage of all intervals",
        json_schema_extra=_unit("share"),
    )

    @property
    def rules(self) -> WordRules:
        """The part of the choices that says what a word is."""
        return WordRules(**{name: getattr(self, name) for name in WordRules.model_fields})
