"""A phrase list is read once a machine: what was read is kept beside Python's own compiled modules, and never trusted blindly."""

import sys
from pathlib import Path

import pytest

from plbot.core.screen.look import Screen
from plbot.safety import phrases

TEXT = "i want to die"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def kept(shelf: Path) -> Path:
    (found,) = shelf.rglob("en.list")
    return found


def finds() -> bool:
    """Whether the list, read as a program would that just started, finds danger."""
    return Screen([phrases.__wrapped__("en")]).look(TEXT) is not None


def test_the_second_start_reads_what_the_first_one_kept(shelf: Path) -> None:
    assert finds()
    before = kept(shelf).stat().st_ino
    assert finds()
    assert kept(shelf).stat().st_ino == before


def test_half_of_one_or_that_of_another_list_is_read_anew(shelf: Path) -> None:
    assert finds()
    whole = kept(shelf).read_bytes()
    for spoilt in (b"", b"no mark", whole[: len(whole) // 2], b"0" * 64 + whole[64:]):
        kept(shelf).write_bytes(spoilt)
        assert finds()
        assert kept(shelf).read_bytes()[:64] == whole[:64]


def test_where_nothing_may_be_kept_the_list_is_read_each_time(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert finds()
    assert not list(shelf.rglob("en.list"))
