"""What people install: the wheel brings words, tables and content along, and works where there is no checkout."""

import os
import subprocess
import sys
import tomllib
import venv
from collections.abc import Sequence
from configparser import ConfigParser
from pathlib import Path
from tarfile import TarFile
from zipfile import ZipFile

import pytest
from tests.reading import ADAPTERS, ROOT, SRC

CLEAN = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}


def run(command: Sequence[str | Path], where: Path) -> str:
    done = subprocess.run(  # noqa: S603 # our own commands
        command, cwd=where, env=CLEAN, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive, built without the network."""
    folder = tmp_path_factory.mktemp("built")
    run([sys.executable, "-m", "hatchling", "build", "-d", folder], ROOT)
    return folder


@pytest.fixture(scope="session")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="session")
def packed(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def relative(base: Path, pattern: str) -> set[str]:
    return {file.relative_to(base).as_posix() for file in base.rglob(pattern) if file.is_file()}


def test_the_wheel_holds_every_module_template_and_table(packed: set[str]) -> None:
    """A sentence or a migration left behind would be missed only by those who install it."""
    wanted = relative(SRC, "*.py") | relative(SRC, "*.j2") | relative(SRC, "*.sql") | {"plbot/py.typed"}
    wanted |= {name for base in ADAPTERS.iterdir() for name in relative(base, "*.py")}
    assert wanted - packed == set()


def test_the_wheel_holds_all_content(packed: set[str]) -> None:
    content = ROOT / "content"
    assert {f"plbot/_content/{name}" for name in relative(content, "*")} - packed == set()


def test_the_wheel_holds_nothing_else(packed: set[str]) -> None:
    """No tests, no database, no key of somebody's school."""
    tops = {"plbot", *(folder.name for base in ADAPTERS.iterdir() for folder in base.iterdir() if folder.is_dir())}
    about = {name for name in packed if name.partition("/")[0].endswith(".dist-info")}
    assert {name for name in packed - about if name.partition("/")[0] not in tops} == set()
    assert {name for name in packed if name.endswith((".db", ".key", ".pyc"))} == set()


def test_the_wheel_names_its_command_its_adapters_and_its_licence(wheel: Path, packed: set[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    with ZipFile(wheel) as archive:
        points = ConfigParser()
        points.read_string(archive.read(next(name for name in packed if name.endswith("/entry_points.txt"))).decode())
    assert dict(points["console_scripts"]) == project["scripts"]
    assert dict(points["plbot.adapters"]) == project["entry-points"]["plbot.adapters"]
    assert any(name.endswith("/licenses/LICENSE") for name in packed)


def test_every_adapter_of_the_checkout_is_packed_and_found_by_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    folders = {base.name: next(base.glob("plbot_*")) for base in ADAPTERS.iterdir() if base.is_dir()}
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {folder.relative_to(ROOT).as_posix() for folder in folders.values()} == set(packages) - {"src/plbot"}
    assert set(project["project"]["entry-points"]["plbot.adapters"]) == set(folders)


def test_the_source_archive_can_be_tested_and_built_by_whoever_gets_it(built: Path) -> None:
    """And carries no environment, no data folder and no history along."""
    with TarFile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Makefile",
        "constraints.txt",
    }
    assert wanted | {".ci/run", "tests/test_packaging.py", "docs/architecture.md", "content/themes.yaml"} <= names
    assert {name for name in names if name.startswith((".venv", ".git/", "plbot-data", "demo-data"))} == set()


def test_constraints_pin_everything_that_is_installed_for_the_tests() -> None:
    """So that two machines test the same thing. Write them anew with: make constraints"""
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert lines == sorted(lines, key=lambda line: line.partition("==")[0].casefold())
    assert [line for line in lines if line.count("==") != 1 or "@" in line or "/" in line] == []
    pinned = {_same(line.partition("==")[0]) for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *(need for needs in project["optional-dependencies"].values() for need in needs),
    ]
    assert {_same(need) for need in asked} - pinned == {"plbot"}


def _same(name: str) -> str:
    """A package's name as all its spellings have it in common."""
    return (
        name.partition(">")[0]
        .partition("=")[0]
        .partition("[")[0]
        .strip()
        .casefold()
        .replace("_", "-")
        .replace(".", "-")
    )


@pytest.mark.slow
def test_plbot_works_in_an_empty_environment_outside_of_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """`pip install plbot`, and the command is there, with words and content. Needs the network."""
    place = tmp_path / "env"
    venv.create(place, with_pip=True)
    run([place / "bin" / "python", "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", wheel], tmp_path)
    plbot = place / "bin" / "plbot"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert version in run([plbot, "--version"], tmp_path)
    assert "0 faults" in run([plbot, "content", "check"], tmp_path)
    where = run(
        [place / "bin" / "python", "-c", "from plbot.content import find_content; print(find_content())"], tmp_path
    )
    assert Path(where.strip()).is_relative_to(place)
    for name, package in (("telegram", "telegram"), ("slack", "slack_bolt")):
        assert f"needs the package '{package}" in _refused([plbot, "serve"], tmp_path, name)
        assert f"pip install 'plbot[{name}]'" in _refused([plbot, "serve"], tmp_path, name)


def _refused(command: Sequence[str | Path], where: Path, platform: str) -> str:
    """What is said of a platform that is configured and cannot be run."""
    tokens = {"PLBOT_TELEGRAM_TOKEN": "1:a", "PLBOT_SLACK_BOT_TOKEN": "xoxb-1"}
    given = {name: value for name, value in tokens.items() if f"_{platform.upper()}_" in name}
    done = subprocess.run(  # noqa: S603 # our own commands
        command, cwd=where, env={**CLEAN, **given}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    return done.stderr
