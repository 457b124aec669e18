"""What each standard of a path builds on, also by way of standards that are not on it: the ground that belief travels on."""

from collections.abc import Iterable, Mapping

FAR = 3  # steps down the graph: what lies deeper says next to nothing about what is learned now

Foundations = Mapping[str, Mapping[str, int]]


def foundations(codes: Iterable[str], needs: Mapping[str, Iterable[str]]) -> Foundations:
    """Code -> {code it builds on: steps to it}, both on the path. `needs[code]`: what a code builds on directly."""
    path = tuple(codes)
    known = frozenset(path)
    return {code: _under(code, known, needs) for code in path}


def rests(ground: Foundations) -> Foundations:
    """The other way round: code -> {code that builds on it: steps}, in path order."""
    found: dict[str, dict[str, int]] = {code: {} for code in ground}
    for above, below in ground.items():
        for code, steps in below.items():
            found[code][above] = steps
    return found


def _under(code: str, path: frozenset[str], needs: Mapping[str, Iterable[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    seen, layer = {code}, [code]
    for steps in range(1, FAR + 1):
        below = dict.fromkeys(need for above in layer for need in needs.get(above, ()) if need not in seen)
        seen |= below.keys()
        layer = []
        for need in below:
            whole = _on_path(need, path)
            layer += [need] if whole == need or not whole else [need, whole]
            if whole and whole != code:
                found.setdefault(whole, steps)
    return found


def _on_path(code: str, path: frozenset[str]) -> str:
    """The code itself, or the whole on the path that it is a part of (`6.NS.C.6.a` of `6.NS.C.6`); else ''."""
    while code and code not in path:
        code = code.rpartition(".")[0]
    return code
