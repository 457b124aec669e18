"""Writes anew what the pages show from elsewhere: the diagram of states, and the README's conversation. Run by: make docs"""

from pathlib import Path

from plbot.core.states import diagram

ROOT = Path(__file__).parent.parent
ARCHITECTURE = ROOT / "docs" / "architecture.md"
README = ROOT / "README.md"
CONVERSATION = ROOT / "tests" / "conversations" / "readme.md"
END = "<!-- end -->"
DIAGRAM = "<!-- drawn from plbot.core.states by make docs: begin -->"
TALK = "<!-- from tests/conversations/readme.md by make docs: begin -->"
SETTING_UP = ("class ", "ms-li teaches", "ana learns", "   * ")  # lines of a transcript that nobody says


def redrawn(page: str, begin: str, content: str) -> str:
    """The page with `content` between its marks. Raises ValueError when the page has no place for it."""
    before, found, rest = page.partition(begin)
    _, end, after = rest.partition(END)
    if not found or not end:
        raise ValueError(f"there are no lines '{begin}' and '{END}' to write between")
    return f"{before}{begin}\n{content}\n{END}{after}"


def drawing() -> str:
    return f"```mermaid\n{diagram()}\n```"


def conversation() -> str:
    """What is said in the README's transcript."""
    talk = CONVERSATION.read_text(encoding="utf-8").split("```\n")[1]
    said = [line for line in talk.splitlines() if not line.startswith(SETTING_UP)]
    return "\n".join(["```", *said, "```"])


if __name__ == "__main__":
    for file, mark, text in ((ARCHITECTURE, DIAGRAM, drawing()), (README, TALK, conversation())):
        file.write_text(redrawn(file.read_text(encoding="utf-8"), mark, text), encoding="utf-8")
