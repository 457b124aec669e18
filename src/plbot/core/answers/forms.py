"""Is a right answer also in the form that was asked for? Looks at how it is written, never at its value."""

from collections import Counter
from fractions import Fraction
from math import gcd, isqrt, prod

from plbot.core.answers.arithmetic import IrrationalError, exactly
from plbot.core.answers.tree import (
    CannotReadError,
    Exact,
    Mixed,
    Name,
    Negative,
    Number,
    Percent,
    Pi,
    Power,
    Product,
    Quotient,
    Ratio,
    Root,
    Sum,
    Tree,
    children,
    names_in,
    nodes,
    value_or_none,
)
from plbot.core.answers.verdicts import AskedForm

LARGEST_FACTORED = 10**6  # trial division up to a thousand; prime factorisations in school stay below


def without_sign(tree: Tree) -> Tree:
    return tree.of if isinstance(tree, Negative) else tree


def _fraction_fault(tree: Tree) -> AskedForm | None:
    """What keeps a written number from being a fraction in lowest terms (a whole number may stand for itself)."""
    match without_sign(tree):
        case Number(_, decimal):
            return "fraction" if decimal else None
        case Quotient(top, bottom):
            match without_sign(top), bottom:
                case Number(int(a), False), Number(int(b), False):
                    return None if gcd(a, b) == 1 and b > 1 else "simplest"
            return "simplest"
        case Mixed(_, top, bottom):
            return None if gcd(top, bottom) == 1 and 0 < top < bottom else "simplest"
        case Percent():
            return "fraction"
        case _:
            return "simplest"


def _simple_root(degree: int, of: Tree) -> bool:
    """No factor can be taken out of the root: 12 holds 4, 6 holds no square."""
    if not isinstance(of, Number) or not isinstance(of.value, int) or of.value > LARGEST_FACTORED:
        return not isinstance(of, Number)
    return all(of.value % step**degree for step in range(2, isqrt(max(of.value, 0)) + 1))


def _simple_surd(tree: Tree, key: Tree) -> bool:
    """Roots are taken out, none stands below the line, and it is no longer than the key."""
    for node in nodes(tree):
        if isinstance(node, Root) and not _simple_root(node.degree, node.of):
            return False
        if isinstance(node, Quotient) and any(isinstance(below, Root) for below in nodes(node.bottom)):
            return False
    return leaves(tree) <= leaves(key)


def leaves(tree: Tree) -> int:
    """How many numbers and letters it takes to write it."""
    return sum(not children(node) for node in nodes(tree))


def _monomial(tree: Tree) -> Counter[str] | None:
    """The letters of one term and how often each is taken; None when it is no single, tidy term."""
    letters: Counter[str] = Counter()
    numbers = 0
    for factor in factors_of(without_sign(tree)):
        if value_or_none(factor) is not None:
            numbers += 1
            continue
        match factor:
            case Name(name):
                letters[name] += 1
            case Pi():
                letters["pi"] += 1
            case Power(Name(name), Number(int(times))):
                letters[name] += times
            case _:
                return None
        if letters.total() and len(letters) < len([f for f in factors_of(without_sign(tree)) if names_in(f)]):
            return None  # x*x: not yet x^2
    return letters if numbers <= 1 else None


def _terms(tree: Tree) -> list[Tree]:
    if not isinstance(tree, Sum):
        return [tree]
    return [term for part in tree.terms for term in _terms(part)]


def factors_of(tree: Tree) -> list[Tree]:
    """What is multiplied; a fraction bar below whole numbers counts as one more factor."""
    match tree:
        case Product(factors):
            return [factor for part in factors for factor in factors_of(part)]
        case Quotient(top, bottom) if not names_in(bottom) and names_in(top):
            return [*factors_of(top), Quotient(Number(1), bottom)]
        case Negative(of):
            return [Number(-1), *factors_of(of)] if isinstance(of, Product) else [tree]
        case _:
            return [tree]


def _collected(tree: Tree) -> bool:
    """A sum of single terms, no two alike."""
    monomials = [_monomial(term) for term in _terms(tree)]
    kept = [frozenset(monomial.items()) for monomial in monomials if monomial is not None]
    return len(kept) == len(monomials) == len(set(kept))


def _brackets_left(tree: Tree) -> bool:
    """A sum is multiplied or raised somewhere."""
    for node in nodes(tree):
        match node:
            case Product(factors) if any(isinstance(without_sign(factor), Sum) for factor in factors):
                return True
            case Power(base, _) if isinstance(without_sign(base), Sum | Product | Quotient):
                return True
            case Quotient(top, _) if isinstance(top, Sum):
                return True
            case Negative(Sum()):
                return True
    return False


def _factor_shape(tree: Tree) -> tuple[Exact, int] | None:
    """The size of the number in front, and how many factors hold letters. None for a sum."""
    if isinstance(tree, Sum):
        return None
    front: Exact = 1
    count = 0
    for factor in factors_of(without_sign(tree)):
        value = value_or_none(factor)
        match factor:
            case _ if value is not None:
                front *= value
            case Power(base, Number(int(times))) if times > 0:
                inner = _factor_shape(base) if isinstance(base, Product) else (1, 1)
                if inner is None:
                    return None
                front *= Fraction(inner[0]) ** times
                count += inner[1] * times
            case _:
                count += 1
    return (front if front >= 0 else -front), count


def _factored(tree: Tree, key: Tree) -> bool:
    if not names_in(key):
        return _prime_factors(tree) if _prime_factors(key) else isinstance(without_sign(tree), Product | Power)
    mine, asked = _factor_shape(tree), _factor_shape(key)
    return mine is not None and (asked is None or (mine[0] == asked[0] and mine[1] >= asked[1]))


def _prime_factors(tree: Tree) -> bool:
    """Written as a product of primes and powers of primes: 2^2*3."""
    for factor in factors_of(tree):
        base = factor.base if isinstance(factor, Power) else factor
        if not (isinstance(base, Number) and isinstance(base.value, int) and _prime(base.value)):
            return False
    return True


def _prime(number: int) -> bool:
    if not 1 < number <= LARGEST_FACTORED:
        return False
    return all(number % step for step in range(2, isqrt(number) + 1))


def _is_number(tree: Tree) -> bool:
    try:
        exactly(tree)
    except (IrrationalError, CannotReadError):
        return False
    return True


def _simplest(tree: Tree, key: Tree) -> AskedForm | None:
    if _is_number(key):
        return _fraction_fault(tree)
    if not names_in(key):
        return None if _simple_surd(tree, key) else "simplest"
    if _collected(key):
        return None if _collected(tree) else "simplest"
    return None if leaves(tree) <= leaves(key) else "simplest"


def form_fault(tree: Tree, key: Tree, form: str) -> AskedForm | None:
    """The form that a right answer still has to be brought into; None when nothing is left to do."""
    if form == "simplest":
        return _simplest(tree, key)
    if form == "expanded":
        if _brackets_left(tree):
            return "expanded"
        return None if _collected(tree) or not _collected(key) else "simplest"
    if form == "factored" and not _factored(tree, key):
        return "factored"
    return None


def ratio_is_simplest(ratio: Ratio) -> bool:
    """Whole numbers without a common factor."""
    values = [value_or_none(part) for part in ratio.parts]
    whole = [value for value in values if isinstance(value, int)]
    return len(whole) == len(values) and prod(whole) != 0 and gcd(*whole) == 1
