"""Are two statements the same? Exactly where that can be told, at points nobody can foresee otherwise."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from hashlib import blake2b
from itertools import islice, permutations

from plbot.core.answers import limits
from plbot.core.answers.arithmetic import EXACT, IrrationalError, work_out
from plbot.core.answers.field import SIZES, FieldArithmetic, prime_for
from plbot.core.answers.floats import FloatArithmetic, Rough, same, sound
from plbot.core.answers.tree import (
    Exact,
    Negative,
    NotDefinedError,
    Point,
    Ratio,
    Relation,
    Sign,
    Statement,
    Sum,
    TooLargeError,
    Tree,
    names_in,
)

Value = Exact | Rough
TURNED: dict[Sign, Sign] = {"<": ">", "<=": ">=", "=": "=", "!=": "!="}
LONGEST_CHAIN = 2  # `1 < x < 5` has two signs
WHOLE_POINT = 1000  # exact points for the sign of an inequality: large enough to miss the roots of school formulas


def value_of(tree: Tree) -> Value:
    """The value of a tree without variables: exact if it is a fraction, else a float with its error.

    Raises CannotReadError (its kinds NotDefinedError, TooLargeError) when there is none.
    """
    try:
        return work_out(tree, EXACT)
    except IrrationalError:
        return sound(work_out(tree, FloatArithmetic({})))


def same_value(left: Value, right: Value) -> bool:
    if not isinstance(left, tuple) and not isinstance(right, tuple):
        return left == right
    return same(roughly(left), roughly(right))


def roughly(value: Value) -> Rough:
    return value if isinstance(value, tuple) else FloatArithmetic({}).number(value)


class Points:
    """Points fixed by what is compared and the salt: the same for ever, and not known outside."""

    def __init__(self, names: Iterable[str], seed: bytes) -> None:
        self.names = sorted(names)
        self.seed = seed

    def _digest(self, turn: int, name: str) -> int:
        return int.from_bytes(blake2b(f"{turn}:{name}".encode(), key=self.seed[:64]).digest(), "big")

    def whole(self, turn: int, below: int) -> dict[str, int]:
        return {name: 1 + self._digest(turn, name) % (below - 1) for name in (*self.names, "pi")}

    def real(self, turn: int) -> dict[str, float]:
        """Between 1/2 and 3 on either side of zero, so that powers stay small."""
        drawn = {name: self._digest(turn, name) for name in self.names}
        return {name: (-1 if n & 1 else 1) * (0.5 + 2.5 * ((n >> 1) % 2**53) / 2**53) for name, n in drawn.items()}


def seed_for(left: str, right: str, salt: bytes) -> bytes:
    """What fixes the points: both texts and the salt, 64 bytes."""
    return blake2b(f"{left}\0{right}".encode(errors="replace"), key=blake2b(salt).digest()).digest()


def same_formula(left: Tree, right: Tree, seed: bytes) -> bool:
    """Equal wherever both are defined.

    Raises CannotReadError (its kinds NotDefinedError, TooLargeError) when that cannot be told.
    """
    names = names_in(left) | names_in(right)
    if not names:
        return same_value(value_of(left), value_of(right))
    points = Points(names, seed)
    try:
        prime = prime_for((work_out(left, SIZES), work_out(right, SIZES)))
    except IrrationalError:
        return all(same(first, second) for first, second in _real_pairs(left, right, points))
    for turn in range(limits.FIELD_POINTS):
        field = FieldArithmetic(prime, points.whole(turn, prime))
        if work_out(left, field) != work_out(right, field):
            return False
    return True


def _real_pairs(left: Tree, right: Tree, points: Points) -> list[tuple[Rough, Rough]]:
    """Both at the same points: real ones if there are enough, else complex ones."""
    pairs = list(islice(_pairs(left, right, points, real=True), limits.FLOAT_POINTS))
    if len(pairs) < limits.FLOAT_POINTS:
        pairs = list(islice(_pairs(left, right, points, real=False), limits.FLOAT_POINTS))
    if not pairs:
        raise NotDefinedError
    return pairs


def _pairs(left: Tree, right: Tree, points: Points, *, real: bool) -> Iterator[tuple[Rough, Rough]]:
    for turn in range(limits.FLOAT_TRIES):
        floats = FloatArithmetic(points.real(turn))
        try:
            pair = (sound(work_out(left, floats)), sound(work_out(right, floats)))
        except (NotDefinedError, TooLargeError):
            continue
        if not (real and floats.left_reals):
            yield pair


def _difference(left: Tree, right: Tree) -> Tree:
    return Sum((left, Negative(right)))


def _proportional(pairs: list[tuple[Value, Value]], times: Callable[[Value, Value], Value]) -> bool:
    """One is a fixed multiple of the other, and neither is zero everywhere."""
    kept = next((pair for pair in pairs if _nonzero(pair[0]) and _nonzero(pair[1])), None)
    if kept is None:
        return not any(_nonzero(a) or _nonzero(b) for a, b in pairs)
    return all(same_value(times(a, kept[1]), times(b, kept[0])) for a, b in pairs)


def _nonzero(value: Value) -> bool:
    return abs(value[0]) > limits.FLOAT_MARGIN * value[1] if isinstance(value, tuple) else value != 0


def _same_line(left: Tree, right: Tree, seed: bytes) -> bool:
    """The equations `left = 0` and `right = 0` are multiples of each other."""
    points = Points(names_in(left) | names_in(right), seed)
    floats = FloatArithmetic({})
    try:
        prime = prime_for((work_out(left, SIZES), work_out(right, SIZES)) * 2)  # a product of two is compared
    except IrrationalError:
        pairs: list[tuple[Value, Value]] = [*_real_pairs(left, right, points)]
        return _proportional(pairs, lambda a, b: floats.multiply(roughly(a), roughly(b)))
    pairs = []
    for turn in range(limits.RELATION_POINTS):
        field = FieldArithmetic(prime, points.whole(turn, prime))
        pairs.append((work_out(left, field), work_out(right, field)))
    return _proportional(pairs, lambda a, b: _whole(a) * _whole(b) % prime)


def _whole(value: Value) -> int:
    assert isinstance(value, int)  # noqa: S101 - the field holds whole numbers only
    return value


def _same_direction(left: Tree, right: Tree, seed: bytes) -> bool:
    """For two proportional differences: the factor between them is positive."""
    points = Points(names_in(left) | names_in(right), seed)
    for turn in range(limits.FLOAT_TRIES):
        floats = FloatArithmetic({name: float(n) for name, n in points.whole(turn, WHOLE_POINT).items()})
        first, second = work_out(left, floats), work_out(right, floats)
        if _nonzero(first) and _nonzero(second):
            return (first[0].real > 0) == (second[0].real > 0)
    return True


def _same_step(left: tuple[Tree, Sign, Tree], right: tuple[Tree, Sign, Tree], seed: bytes) -> bool:
    """One sign with its two sides. `3 < x` is turned round to `x > 3` first."""
    (a, sign, b), (c, other, d) = _turned(left), _turned(right)
    if sign != other:
        return False
    first, second = _difference(a, b), _difference(c, d)
    return _same_line(first, second, seed) and (sign in {"=", "!="} or _same_direction(first, second, seed))


def _turned(step: tuple[Tree, Sign, Tree]) -> tuple[Tree, Sign, Tree]:
    left, sign, right = step
    return (right, TURNED[sign], left) if sign in {"<", "<="} else step


def steps_of(relation: Relation) -> list[tuple[Tree, Sign, Tree]]:
    return list(zip(relation.sides, relation.signs, relation.sides[1:], strict=False))


def same_relation(left: Relation, right: Relation, seed: bytes) -> bool:
    """The same signs between the same sides, in any order and multiplied by anything that does not change them.

    Raises CannotReadError when that cannot be told.
    """
    mine, theirs = steps_of(left), steps_of(right)
    if len(mine) != len(theirs):
        return False
    if len(mine) > LONGEST_CHAIN:
        raise TooLargeError
    return any(all(_same_step(a, b, seed) for a, b in zip(mine, order, strict=True)) for order in permutations(theirs))


def same_ratio(left: Ratio, right: Ratio) -> bool:
    """3:4 and 6:8. Raises NotDefinedError for 0:0, CannotReadError when a part has no value."""
    mine = [value_of(part) for part in left.parts]
    theirs = [value_of(part) for part in right.parts]
    if not any(map(_nonzero, mine)) or not any(map(_nonzero, theirs)):
        raise NotDefinedError
    if len(mine) != len(theirs):
        return False
    return all(
        same_value(_times(mine[i], theirs[j]), _times(mine[j], theirs[i]))
        for i in range(len(mine))
        for j in range(i + 1, len(mine))
    )


def _times(left: Value, right: Value) -> Value:
    if isinstance(left, tuple) or isinstance(right, tuple):
        return FloatArithmetic({}).multiply(roughly(left), roughly(right))
    return left * right


def same_statement(left: Statement, right: Statement, seed: bytes) -> bool:
    """Equal formulas, relations, ratios or points; different kinds are never the same. Raises CannotReadError."""
    match left, right:
        case Relation(), Relation():
            return same_relation(left, right, seed)
        case Ratio(), Ratio():
            return same_ratio(left, right)
        case Point(mine), Point(theirs):
            return len(mine) == len(theirs) and all(map(same_formula, mine, theirs, [seed] * len(mine)))
        case (Relation() | Ratio() | Point(), _) | (_, Relation() | Ratio() | Point()):
            return False
        case _:
            return same_formula(left, right, seed)


def scaled(value: Value, factor: Fraction) -> Value:
    """The value in another unit."""
    if factor == 1:
        return value
    return _times(value, factor)
