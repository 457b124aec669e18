"""A disk that takes a fixed time longer for each sync: a small library, compiled here and laid under the child process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

SOURCE = Path(__file__).with_name("slow_sync.c")
EXTRA_NS = 1_000_000  # 1 ms: an ordinary disk of a small server; faster disks hide what one commit a turn costs


def compiled(folder: Path) -> tuple[Path | None, str]:
    """The library, or None and a word why there is none."""
    if sys.platform != "linux":
        return None, "skipped: only Linux lets a library stand before the disk"
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None, "skipped: there is no C compiler (cc)"
    library = folder / "slow_sync.so"
    words = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
    made = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 # our own few words
    if made.returncode:
        return None, f"skipped: cc failed ({made.stderr.strip().splitlines()[-1:]})"
    return library, ""


def laid_under(library: Path | None) -> dict[str, str]:
    """The environment of a child process."""
    if library is None:
        return dict(os.environ)
    return {**os.environ, "LD_PRELOAD": str(library), "SYNC_NS": str(EXTRA_NS)}


def sync_ms(folder: Path, times: int = 15) -> float:
    """What one sync of a few written bytes takes here, in ms (the median)."""
    took = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(times):
            file.write(b"x" * 4096)
            began = perf_counter()
            os.fdatasync(file.fileno())
            took.append((perf_counter() - began) * 1000)
    return median(took)
