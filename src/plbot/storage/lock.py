"""One program at a time talks from a data folder. The kernel lets go when the program ends, however it ends."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from plbot.storage.store import StoreError

LOCK_FILE = "lock"


class DataLock:
    """Holds `folder` from `acquire` to `release`, or for a `with` block. The file stays; only the lock on it counts."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_FILE
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the folder. Raises StoreError when another program has it (the sentence names it) or it is not usable."""
        if self._file is not None:
            return
        try:
            self._file = _locked(self._path)
        except OSError as error:
            raise StoreError(
                f"The data folder {self._path.parent} cannot be used ({error.strerror}). "
                "Check that it exists, lies on a local disk, and that this user may write there."
            ) from error

    def release(self) -> None:
        """Let go. Releasing twice is once."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _locked(path: Path) -> int:
    """Open and lock the file, and write this process's number into it."""
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode("ascii"), 0)
    except BlockingIOError as error:
        holder = _holder(file)
        os.close(file)
        raise StoreError(
            f"The data folder {path.parent} is in use by process {holder}. "
            "End that one first, or name another folder with --data."
        ) from error
    except OSError:
        os.close(file)
        raise
    return file


def _holder(file: int) -> str:
    """The process number that the holder wrote; it may just be about to."""
    return os.pread(file, 32, 0).decode("ascii", "replace").strip() or "(starting)"
