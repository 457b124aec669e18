"""The house stays in order: a core that only decides, imports that point one way, adapters that are twins, a map that is true."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import msgspec
import pytest
from tests import reading
from tests.reading import Source

import plbot
from plbot.limits import Limits, Policy

LONGEST_FILE = 420  # lines; one noun a file keeps most under 280, and beyond this a second noun is hiding
PURE = ("core", "dialogues")
PLATFORMS = ("telegram", "slack", "discord", "whatsapp", "matrix")

# What the pure part may import: an allowed list, so that nothing new slips in. None of these waits, looks or listens.
ALLOWED = frozenset(
    {"collections", "dataclasses", "enum", "functools", "itertools", "operator", "types", "typing", "re", "re2", "unicodedata"}
    | {"cmath", "fractions", "math", "hashlib", "zlib", "msgspec"}
    | {"numpy"}  # for the screen's small network; nothing of it that reads files, see `FILES`
    | {"datetime", "zoneinfo"}  # for days in a class's zone, of a moment that is given; see `CLOCK`
    | {"random"}  # only for the class Random, which is given; see below
    | {"plbot"}
)  # fmt: skip
CLOCK = frozenset({"now", "utcnow", "today", "time", "time_ns", "monotonic"})
TOUCHES = frozenset({"open", "print", "input", "eval", "exec", "compile", "__import__", "globals"})
FILES = frozenset(
    {"read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "exists", "iterdir", "glob"}
    | {"fromfile", "tofile", "memmap", "loadtxt", "savetxt", "genfromtxt"}
)

# Who may know whom inside plbot. What is not listed is the shell, which may know all.
MAY_KNOW = {
    "limits": set[str](),
    "words": {"compiled"},
    "core": {"core", "limits"},
    "dialogues": {"dialogues", "core", "limits"},
    "content": {"content", "core", "limits"},
    "storage": {"storage", "limits"},
}


def pure() -> list[Source]:
    return [source for source in reading.sources() if source.area in PURE]


def at(source: Source, node: ast.AST) -> str:
    return f"{source.file.relative_to(reading.ROOT)}:{getattr(node, 'lineno', 0)}"


def test_the_core_imports_nothing_that_waits_looks_or_listens() -> None:
    """Sans-IO: no clock, no network, no files, no database, no event loop."""
    found = [
        f"{source.file.name}:{line}: {module}"
        for source in pure()
        for module, _, line in reading.imports(source)
        if module.partition(".")[0] not in ALLOWED
    ]
    assert found == []


def test_the_core_never_waits() -> None:
    kinds = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert [at(source, node) for source in pure() for node in ast.walk(source.tree) if isinstance(node, kinds)] == []


def test_time_and_chance_are_given_to_the_core() -> None:
    """It never asks what time it is, and draws only from the `Random` it was handed."""
    found = []
    for source in pure():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of = ast.unparse(node.func.value).rpartition(".")[2]
                if of in ("datetime", "date", "time", "random") and node.func.attr in CLOCK | {"random", "choice"}:
                    found.append(at(source, node))
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Random", "SystemRandom")
            ):
                found.append(at(source, node))
        found += [
            f"{source.file.name}:{line}"
            for module, name, line in reading.imports(source)
            if module == "random" and name != "Random"
        ]
    assert found == []


def test_the_core_touches_no_file_and_runs_no_text() -> None:
    found = []
    for source in pure():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                verb = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                if name in TOUCHES or verb in FILES:
                    found.append(at(source, node))
    assert found == []


def test_the_core_names_no_platform() -> None:
    """Neither as a name nor in a text; a docstring may give an example."""
    found = []
    for source in pure():
        docs = set(_docstrings(source.tree))
        for node in ast.walk(source.tree):
            texts = [str(getattr(node, field, "")) for field in ("id", "attr", "name", "arg")]
            texts += [str(node.value)] if isinstance(node, ast.Constant) and node not in docs else []
            text = " ".join(texts).casefold()
            found += [
                f"{at(source, node)}: {platform}" for platform in PLATFORMS if platform in re.split(r"\W|_", text)
            ]
    assert found == []


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def test_only_the_loader_of_words_looks_at_files() -> None:
    """The templates are data; one module reads them."""
    assert [source.place for source in reading.sources() if source.area == "words"] == ["words/__init__.py"]


@pytest.mark.parametrize("area", sorted(MAY_KNOW))
def test_imports_point_one_way(area: str) -> None:
    """Shell -> dialogues -> core -> limits; content and storage stand beside, and know nobody of the shell."""
    found = [
        f"{source.place}:{line}: {module}.{name}"
        for source in reading.sources()
        if source.area == area and source.name.startswith("plbot")
        for module, name, line in reading.imports(source)
        if module.partition(".")[0] == "plbot" and _area_of(module, name) not in MAY_KNOW[area]
    ]
    assert found == []


def _area_of(module: str, name: str) -> str:
    return module.split(".")[1] if "." in module else name


def test_plbot_never_imports_an_adapter_and_adapters_never_import_each_other() -> None:
    """Adapters are found by name among what is installed, so that a new one is a new folder and nothing else."""
    packages = {source.name for source in reading.sources() if source.is_package and "." not in source.name}
    found = [
        f"{source.name}:{line}: {module}"
        for source in reading.sources()
        for module, _, line in reading.imports(source)
        if (top := module.partition(".")[0]) in packages - {"plbot"} and top != source.name.partition(".")[0]
    ]
    assert found == []


def test_no_module_needs_itself() -> None:
    """A circle of imports means that two nouns are one, or that a third is missing."""
    names = {source.name for source in reading.sources()}
    graph = {source.name: set(_needs(source, names)) - {source.name} for source in reading.sources()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(f"modules import each other in a circle: {' <- '.join(circle.args[1])}")


def _needs(source: Source, names: set[str]) -> Iterator[str]:
    for module, name, _ in reading.imports(source):
        if f"{module}.{name}" in names:
            yield f"{module}.{name}"
        elif module in names:
            yield module


def test_files_are_about_one_thing() -> None:
    lengths = {source.place: len(source.file.read_text().splitlines()) for source in reading.sources()}
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
    assert [source.place for source in reading.sources() if source.file.stem in drawers] == []


def test_adapters_are_twins() -> None:
    """Each has the same files with the same work: hear, say, limits, serve."""
    folders = [
        source.file.parent
        for source in reading.sources()
        if source.is_package and source.file.is_relative_to(reading.ADAPTERS)
    ]
    assert folders
    lacking = {
        folder.name: sorted({"hear.py", "say.py", "limits.py", "serve.py"} - {file.name for file in folder.iterdir()})
        for folder in folders
        if folder.name.startswith("plbot_")
    }
    assert {name: files for name, files in lacking.items() if files} == {}


def test_the_map_names_every_module_and_no_other() -> None:
    """`plbot.__doc__` is the first page a newcomer reads."""
    mapped = re.findall(r"^ {4}([a-z_./0-9]+?\.py|[a-z_./]+/)(?= {2,})", plbot.__doc__ or "", re.MULTILINE)
    places = {
        source.place for source in reading.sources() if source.name.startswith("plbot.") and _says_something(source)
    }
    assert sorted(mapped) == sorted(set(mapped))
    assert {place for place in places if not _is_mapped(place, mapped)} == set()
    assert {line for line in mapped if not (reading.SRC / "plbot" / line).exists()} == set()


def _is_mapped(place: str, mapped: list[str]) -> bool:
    """A module stands on the map itself, or a package of one purpose stands for all its modules."""
    return place in mapped or any(line.endswith("/") and place.startswith(line) for line in mapped)


def _says_something(source: Source) -> bool:
    return bool(source.tree.body)


def test_every_number_of_ours_is_read_somewhere() -> None:
    """A limit that nothing looks at promises what the code does not keep."""
    files = [*reading.SRC.rglob("*.py"), *reading.ADAPTERS.rglob("*.py"), *(reading.ROOT / "tests").rglob("*.py")]
    code = "\n".join(file.read_text() for file in files)
    names = {field.name for kind in (Policy, Limits) for field in msgspec.structs.fields(kind)}
    assert names - set(re.findall(r"\b(?:policy|limits)\.(\w+)", code)) == set()


CSV = frozenset({"readiness/log.py", "readiness/files.py", "readiness/replay.py", "cli/readiness.py"})
"""Who may speak of CSV: what `plbot readiness` reads, and the numbers that it writes (tests/readiness/test_replay.py)."""


def test_whoever_writes_csv_is_known() -> None:
    """A cell that begins with = + - @ runs in a spreadsheet. A new place that writes CSV shows in a test that it quotes them."""
    speaks = {
        source.place
        for source in reading.sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"\bcsv\b", node.value, re.IGNORECASE)
        if source.place != "__init__.py"
    } | {source.place for source in reading.sources() for module, _, _ in reading.imports(source) if module == "csv"}
    assert speaks <= CSV
