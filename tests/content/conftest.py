"""Content folders to test with: written line by line, or the two complete examples."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

Pack = Callable[..., Path]
BARE = "code: {code}\ntitle: A title\ni_can: I can do it.\n"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Write a folder of content: `pack({"standards/own/A.1.yaml": "..."})` gives its place."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            file = tmp_path / "pack" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text), encoding="utf-8")
        return tmp_path / "pack"

    return write


@pytest.fixture(scope="session")
def examples() -> Path:
    return Path(__file__).parent / "examples"
