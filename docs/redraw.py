"""Draws the diagram of states in architecture.md anew, from the table it is made of. Run by: make docs"""

from pathlib import Path

from plbot.core.states import diagram

PAGE = Path(__file__).parent / "architecture.md"
BEGIN = "<!-- drawn from plbot.core.states by make docs: begin -->"
END = "<!-- end -->"


def redrawn(page: str) -> str:
    """The page with the diagram as it is now. Raises ValueError when the page has no place for it."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE} has no lines '{BEGIN}' and '{END}' to draw between.")
    return f"{before}{BEGIN}\n```mermaid\n{diagram()}\n```\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(redrawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
