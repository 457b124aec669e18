"""How a text is cut for what was learned: a long one into stretches that overlap, a word into pieces."""

from collections.abc import Iterator, Sequence


def stretches(tokens: Sequence[str], wide: int, step: int) -> list[tuple[str, ...]]:
    """The text, or of one longer than `wide` each stretch of it, `step` words after the one before; each once."""
    starts = range(0, max(1, len(tokens) - wide + step), step)
    return list(dict.fromkeys(tuple(tokens[start : start + wide]) for start in starts))


def pieces(framed: str, sizes: Sequence[int]) -> Iterator[str]:
    """All runs of so many letters of a word."""
    return (framed[at : at + size] for size in sizes for at in range(len(framed) - size + 1))
