"""A path for content that comes without one: every framework's standards, what comes first standing first."""

import re
from collections.abc import Iterable, Mapping

from plbot.core.library import Library, Path, PathUnit, Standard


def roads(standards: Mapping[str, Standard], graph: Mapping[str, tuple[str, ...]]) -> dict[str, Path]:
    """One path for each framework, named after it."""
    needs = Library(standards, {}, {}, graph).needs
    frameworks = sorted({standard.framework for standard in standards.values()})
    return {framework: _road(framework, standards, needs) for framework in frameworks}


def _road(framework: str, standards: Mapping[str, Standard], needs: Mapping[str, tuple[str, ...]]) -> Path:
    codes = [code for code, standard in standards.items() if standard.framework == framework]
    unit = PathUnit(framework, tuple(in_order(codes, needs)))
    return Path(framework, framework, (unit,), framework)


def in_order(codes: Iterable[str], needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The codes, each after those it builds on, otherwise as they are numbered. A cycle is broken where it is met."""
    waiting = sorted(codes, key=_numbered)
    placed: dict[str, None] = {}
    while waiting:
        ready = [code for code in waiting if not set(needs.get(code, ())) & set(waiting) - {code}]
        first = ready[0] if ready else waiting[0]
        waiting.remove(first)
        placed[first] = None
    return list(placed)


def _numbered(code: str) -> list[tuple[int, str]]:
    """Sort 6.NS.C.10 after 6.NS.C.9."""
    return [(int(piece), "") if piece.isdecimal() else (0, piece) for piece in re.split(r"(\d+)", code)]
