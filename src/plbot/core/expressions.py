r"""The sums that authors write between `{{` and `}}`: exact, small and bounded.

For authors. Numbers are whole numbers, fractions and decimals, and nothing is ever rounded unless you ask:
`{{n*k}}`, `{{b/m}}`, `{{(a + b)^2}}`. `+ - * / ^ mod`, brackets, and the functions of `core.functions`:
`gcd lcm min max abs floor ceil round median num den if`. `{{n}}` is a parameter, `{{theme.things}}` a word of the
student's theme, `"..."` a text. In `where`: `= != < <= > >=`, `and or not`, also in a row: `1 < n < d`.
A whole number is shown as `12`, anything else as `3/4`; `{{dec(x)}}` shows `0.75`, `{{dec(x, 2)}}` rounds to
two places, `{{mixed(x)}}` `1 3/4`. `{{if(n = 1, "apple", "apples")}}` chooses. Multiplication is always written: `2*n`.
In TeX leave a space, `\frac{ {{n}} }{ {{d}} }`, or write three brackets, `\frac{{{n}}}{{{d}}}`.

Nothing is handed to Python: a text becomes a tree of small functions once, and is then only called.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from plbot.core.functions import SumError, Value
from plbot.core.sums import Evaluator, Expression, ExpressionError, Names, read_sum

__all__ = ["ExpressionError", "Names", "compiled", "evaluate", "holds", "render", "show", "template"]

LARGEST = 10**30  # a number in a question: a billion billion billion is more than school asks for
COMPILED = 8192  # texts kept ready: a full grade has about 3,000, and each takes about 1 KB

_HOLE = re.compile(r"\{\{(?!\{)(.*?)\}\}", re.DOTALL)


class Template(NamedTuple):
    """A text with sums in it, ready to be filled: plain pieces and evaluators in turn."""

    parts: tuple[str | Evaluator, ...]
    names: tuple[tuple[str, int], ...]

    def fill(self, names: Names) -> str:
        """The text with every sum worked out. Raises ExpressionError (without its place; `render` knows it)."""
        return "".join([part if part.__class__ is str else show(part(names)) for part in self.parts])  # type: ignore[operator] # mypy does not narrow by __class__, which is twice as fast as isinstance here


def show(value: Value) -> str:
    """A value as it stands in a sentence: `12`, `3/4`, a word as it is."""
    if isinstance(value, str):
        return value
    if value is True or value is False:
        raise ExpressionError("this is a yes or no, not a number or a word")
    if not -LARGEST < value < LARGEST or value.denominator > LARGEST:
        raise ExpressionError("this number is too large for a question")
    return str(value)


def evaluate(text: str, names: Names) -> Value:
    """What a sum comes to, exactly. Raises ExpressionError."""
    try:
        return compiled(text).evaluate(names)
    except KeyError as missing:
        raise _unknown(missing) from None
    except TypeError:
        raise ExpressionError("this mixes numbers and words") from None
    except SumError as fault:
        raise ExpressionError(str(fault)) from None


def holds(text: str, names: Names) -> bool:
    """Whether a condition of `where` is met. Raises ExpressionError, also when it is not a yes or no."""
    answer = evaluate(text, names)
    if answer is True or answer is False:
        return answer
    raise ExpressionError("this is a number, not a condition; write a comparison such as n < d")


def render(text: str, names: Names) -> str:
    """The text with every `{{ }}` filled in. Raises ExpressionError, its position counted in `text`."""
    if "{{" not in text:
        return text
    ready = template(text)
    try:
        return ready.fill(names)
    except (ExpressionError, KeyError, TypeError, SumError):
        return _render_slowly(text, names)


def _render_slowly(text: str, names: Names) -> str:
    """Fill hole by hole, to say which one is at fault."""
    pieces, end = [], 0
    for hole in _HOLE.finditer(text):
        try:
            filling = show(evaluate(hole[1], names))
        except ExpressionError as fault:
            raise ExpressionError(f"{{{{{hole[1].strip()}}}}}: {fault.message}", hole.start()) from None
        pieces += [text[end : hole.start()], filling]
        end = hole.end()
    return "".join([*pieces, text[end:]])


@lru_cache(COMPILED)
def compiled(text: str) -> Expression:
    """Read a sum, once. Raises ExpressionError with the place of the first thing that cannot be read."""
    return read_sum(text)


@lru_cache(COMPILED)
def template(text: str) -> Template:
    """Read a text with `{{ }}`. Raises ExpressionError, its position counted in `text`."""
    parts: list[str | Evaluator] = []
    names: list[tuple[str, int]] = []
    end = 0
    for hole in _HOLE.finditer(text):
        try:
            expression = compiled(hole[1])
        except ExpressionError as fault:
            raise ExpressionError(fault.message, hole.start(1) + fault.position) from None
        parts += [text[end : hole.start()], expression.evaluate]
        names += [(name, hole.start(1) + at) for name, at in expression.names]
        end = hole.end()
    rest = text[end:]
    if "{{" in rest:
        raise ExpressionError("'{{' is never closed; expected '}}'", end + rest.index("{{"))
    return Template(tuple(part for part in (*parts, rest) if part != ""), tuple(names))


def _unknown(missing: KeyError) -> ExpressionError:
    return ExpressionError(f"'{missing.args[0]}' is not a parameter of this item")
