"""The ten kinds of item as they stand in a file. `kind` decides which fields an item may have."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from plbot.content.fields import (
    MANY,
    Condition,
    Line,
    Measure,
    Model,
    Name,
    Short,
    Shorts,
    Template,
    Text,
    Variable,
    Whole,
    YesNo,
)
from plbot.core.questions import Form, Use

Level = Annotated[Whole, Field(ge=1, le=4)]
WIDEST = 100_000  # values of one parameter: far more than a student can meet
PARAMETERS = 8  # parameters of one item: nobody can hold more in mind while writing it


class ParameterModel(Model):
    """Fresh numbers or words: `int: [lowest, highest]`, with or without a `step`; or `choice: [...]`."""

    whole: Annotated[list[Whole], Field(min_length=2, max_length=2)] | None = Field(default=None, alias="int")
    step: Annotated[Whole, Field(ge=1)] = 1
    choice: Annotated[list[Short], Field(min_length=1, max_length=MANY)] | None = None

    @model_validator(mode="after")
    def one_way(self) -> Self:
        if (self.whole is None) == (self.choice is None):
            raise ValueError("expected either 'int: [lowest, highest]' or 'choice: [...]'")
        if self.whole and self.whole[0] > self.whole[1]:
            raise ValueError(f"int: {self.whole} holds no number; expected the lowest first")
        if self.whole and (self.whole[1] - self.whole[0]) // self.step >= WIDEST:
            raise ValueError(f"int: {self.whole} holds too many numbers; expected at most {WIDEST}")
        return self


class ToleranceModel(Model):
    """How far an answer may be off: `abs` in the answer's unit, `rel` as a share of it (0.05 is 5 %)."""

    abs: Measure = 0.0
    rel: Measure = 0.0


class UnitModel(Model):
    symbol: Line
    accept: list[Line] = Field(default=[], max_length=MANY)
    required: YesNo = False


def _unit(value: object) -> object:
    return {"symbol": value} if isinstance(value, str) else value


class MistakeModel(Model):
    """A known way to miss: what it looks like, and what to say. Use one `id` across items for one misunderstanding."""

    id: Name
    answer: Shorts
    tell: Template


class OptionModel(Model):
    text: Short
    correct: YesNo = False
    tell: Template | None = None
    mistake: Name | None = None


class CriterionModel(Model):
    points: Annotated[Whole, Field(ge=1, le=20)]
    look_for: Template


class ItemModel(Model):
    """What every item has."""

    id: Name
    use: Annotated[list[Use], Field(min_length=1)]
    level: Level
    params: dict[Variable, ParameterModel] = Field(default={}, max_length=PARAMETERS)
    where: list[Condition] = Field(default=[], max_length=MANY)
    ask: Template
    hints: list[Template] = Field(default=[], max_length=5)
    solution: Template | None = None
    image: Line | None = None
    alt: Text | None = None


class TypedModel(ItemModel):
    """An item that is answered by typing."""

    mistakes: list[MistakeModel] = Field(default=[], max_length=MANY)


class MeasuredModel(TypedModel):
    answer: Short
    tolerance: ToleranceModel = ToleranceModel()
    unit: Annotated[UnitModel, BeforeValidator(_unit, json_schema_input_type=UnitModel | str)] | None = None


class NumberModel(MeasuredModel):
    kind: Literal["number"]
    form: Form = "any"


class FractionModel(MeasuredModel):
    kind: Literal["fraction"]
    form: Form = "any"


class RatioModel(TypedModel):
    kind: Literal["ratio"]
    answer: Short
    form: Form = "any"


class ExpressionModel(TypedModel):
    kind: Literal["expression"]
    answer: Short
    form: Form = "any"


class TextModel(TypedModel):
    """Words: any of `answer`, or what matches `pattern` (RE2). So many `typos` are forgiven."""

    kind: Literal["text"]
    answer: Shorts
    pattern: Line | None = None
    typos: Annotated[Whole, Field(ge=0, le=3)] = 0


class ChoiceModel(ItemModel):
    kind: Literal["choice"]
    options: Annotated[list[OptionModel], Field(min_length=2, max_length=8)]


class ChoicesModel(ItemModel):
    kind: Literal["choices"]
    options: Annotated[list[OptionModel], Field(min_length=2, max_length=8)]


class OrderModel(ItemModel):
    """`sequence` stands in the right order."""

    kind: Literal["order"]
    sequence: Annotated[list[Short], Field(min_length=2, max_length=8)]


class MatchModel(ItemModel):
    """`pairs` go left to right; `extra` are right-hand sides that belong to nothing."""

    kind: Literal["match"]
    pairs: Annotated[dict[Short, Short], Field(min_length=2, max_length=8)]
    extra: list[Short] = Field(default=[], max_length=4)


class OpenModel(ItemModel):
    """Talked about, or marked by its rubric."""

    kind: Literal["open"]
    rubric: Annotated[list[CriterionModel], Field(min_length=1, max_length=10)]


AnyItem = Annotated[
    NumberModel
    | FractionModel
    | RatioModel
    | ExpressionModel
    | TextModel
    | ChoiceModel
    | ChoicesModel
    | OrderModel
    | MatchModel
    | OpenModel,
    Field(discriminator="kind"),
]
