"""What is documented is checked: commands, buttons, letters, numbers, decisions, the diagram, and the example for authors."""

import re
from pathlib import Path
from runpy import run_path
from typing import get_args

import msgspec
import pytest
import typer
from tests import reading

from plbot import cli
from plbot.cli.content import app as content_commands
from plbot.content import check
from plbot.core.letters import AnyNote
from plbot.core.states import diagram
from plbot.limits import Policy
from plbot.storage.datamap import privacy_page

DOCS = reading.ROOT / "docs"
PAGES = sorted([reading.ROOT / "README.md", reading.ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])
TEXT = {page: page.read_text(encoding="utf-8") for page in PAGES if page.exists()}


def page(name: str) -> str:
    return TEXT[DOCS / name]


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in cells] for cells in lines[1:]]


def coded(cell: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", cell)


# commands


def commands() -> list[str]:
    """Every command that can be typed: `class add`, `content check` ..."""
    return [
        *_commands(typer.main.get_command(cli.app), ""),
        *_commands(typer.main.get_command(content_commands), "content"),
    ]


def _commands(command: object, name: str) -> list[str]:
    """`content` is read only when it is called, so the root knows it without its commands."""
    inside = getattr(command, "commands", {})
    found = [each for sub, group in inside.items() for each in _commands(group, f"{name} {sub}".strip())]
    return found or ([name] if name not in ("", "content") else [])


@pytest.mark.parametrize("command", commands())
def test_every_command_is_explained_somewhere(command: str) -> None:
    assert any(f"plbot {command}" in text for text in TEXT.values())


def test_the_pages_name_no_command_that_does_not_exist() -> None:
    known = set(commands()) | {name.split()[0] for name in commands()}
    known |= {name.rpartition(" ")[0] for name in commands()}  # a group, as in `safety duty`
    said = {
        (path.name, " ".join(words.split()))
        for path, text in TEXT.items()
        for words in re.findall(r"(?:^ {4}|`)(?:\.venv/bin/)?plbot ([a-z]+(?: [a-z]+\b(?![/.=]))?)", text, re.MULTILINE)
    }
    unknown = {(name, words) for name, words in said if words not in known and words.split()[0] not in known}
    assert unknown == set()
    groups = {name.split()[0] for name in commands() if " " in name}
    assert {
        (name, words) for name, words in said if words.split()[0] in groups and " " in words and words not in known
    } == set()


# buttons and letters


def test_every_button_is_explained_and_no_other() -> None:
    """Programs that speak through the bridge rely on this list."""
    listed = [intent for cells in rows(page("architecture.md"), "What buttons do") for intent in coded(cells[0])]
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == reading.intents()


def test_every_letter_is_explained_and_no_other() -> None:
    listed = [name for cells in rows(page("architecture.md"), "Letters") for name in coded(cells[0])]
    assert listed == list(dict.fromkeys(listed))
    assert set(listed) == {note.__name__ for note in get_args(AnyNote)}


# numbers


def test_every_policy_is_explained_with_its_default() -> None:
    """A teacher should find each number that decides about a student, and the one that counts."""
    told = {coded(cells[0])[0]: (cells[1], cells[2]) for cells in rows(page("teachers.md"), "The numbers")}
    counted = {field.name: str(field.default) for field in msgspec.structs.fields(Policy)}
    assert {name: default for name, (_, default) in told.items()} == counted
    assert all(len(meaning.split()) > 2 for meaning, _ in told.values())


# pages made from the code


def test_the_diagram_of_states_is_the_table_of_states() -> None:
    """Draw it anew with: make docs"""
    assert f"```mermaid\n{diagram()}\n```" in page("architecture.md")


def test_the_readme_shows_the_conversation_that_is_tested() -> None:
    """Write it anew with: make docs"""
    assert run_path(str(DOCS / "redraw.py"))["conversation"]() in TEXT[reading.ROOT / "README.md"]


def test_the_privacy_page_is_what_is_stored() -> None:
    """Write it anew with: make docs"""
    assert page("privacy.md") == privacy_page()


# decisions and links


def test_every_decision_is_listed_and_has_its_three_parts() -> None:
    folder = DOCS / "decisions"
    files = {path.name for path in folder.glob("[0-9]*.md")}
    assert set(re.findall(r"\(([0-9][^)]+\.md)\)", page("decisions/README.md"))) == files
    for name in files:
        heads = re.findall(r"^## (.+)$", page(f"decisions/{name}"), re.MULTILINE)
        assert heads == ["Context", "Decision", "Consequences"], name


@pytest.mark.parametrize("path", sorted(TEXT), ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", TEXT[path])
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", sorted(TEXT), ids=lambda path: path.name)
def test_every_file_that_a_page_names_exists(path: Path) -> None:
    """`core/states.py` may be written without its `src/plbot/`."""
    bases = (
        reading.ROOT,
        reading.SRC / "plbot",
        reading.SRC / "plbot" / "core",
        reading.SRC / "plbot" / "words" / "en",
    )
    named = {
        name
        for name in coded(TEXT[path])
        if re.fullmatch(r"[a-z_0-9/]+/(?:[a-z_0-9.]+\.(?:py|md|j2|yaml|json|sql))?", name)
    }
    assert {name for name in named if not any((base / name).exists() for base in bases)} == set()


# the example for authors


def test_the_example_for_authors_passes_the_check(tmp_path: Path) -> None:
    """Whoever copies it from the page starts from something that works."""
    standard, path = re.findall(r"```yaml\n(.*?)```", page("authors.md"), re.DOTALL)
    folder = tmp_path / "standards" / "ccss-math"
    folder.mkdir(parents=True)
    (folder / "4.NF.A.1.yaml").write_text(standard)
    (folder / "fraction-wall.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "3.NF.A.1.yaml").write_text("code: 3.NF.A.1\ntitle: Parts\ni_can: I can name a part of a whole.\n")
    report = check.check(tmp_path)
    assert (report.faults, report.warnings) == ([], [])
    assert path == (reading.ROOT / "content" / "paths" / "ratios-6.yaml").read_text()
