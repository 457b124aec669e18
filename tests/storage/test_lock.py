"""One program at a time talks from a data folder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plbot.storage.lock import DataLock
from plbot.storage.store import StoreError

HOLDER = """
import sys
from pathlib import Path
from plbot.storage.lock import DataLock
with DataLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def hold(folder: Path) -> subprocess.Popen[str]:
    """Start another program that holds the folder."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_program_is_told_who_has_the_folder(tmp_path: Path) -> None:
    """The sentence names the process, and that a folder can be chosen; when it ends, the folder is free."""
    with hold(tmp_path) as process:
        with pytest.raises(StoreError, match=rf"in use by process {process.pid}\b.*--data"):
            DataLock(tmp_path).acquire()
        process.communicate("\n", 60)
    with DataLock(tmp_path):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_a_killed_program_holds_nothing(tmp_path: Path) -> None:
    """After kill -9 the bot starts again at once, with no file to delete by hand."""
    with hold(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
    with DataLock(tmp_path):
        pass


def test_two_locks_of_one_program_exclude_each_other_too(tmp_path: Path) -> None:
    """Taking twice by the same lock is once; a released folder can be taken again."""
    first = DataLock(tmp_path)
    first.acquire()
    first.acquire()
    with pytest.raises(StoreError, match="in use"):
        DataLock(tmp_path).acquire()
    first.release()
    first.release()
    with DataLock(tmp_path):
        pass


def test_different_folders_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """Two schools on one computer, each with its own folder."""
    (tmp_path / "oak").mkdir()
    (tmp_path / "elm").mkdir()
    with DataLock(tmp_path / "oak"), DataLock(tmp_path / "elm"):
        pass


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """With a sentence, not with an OSError."""
    with pytest.raises(StoreError, match="Check that it exists"):
        DataLock(tmp_path / "nowhere").acquire()
