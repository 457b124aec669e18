"""Where content lies, and what of it may be read: bounded, and nothing from outside of its folder."""

import os
from pathlib import Path
from typing import NamedTuple

from plbot.content.faults import ContentMissing, Fault

BYTES = 5_000_000  # a whole pack: ten grades of text fit; more is somebody's mistake or somebody's attack
TEXT_BYTES = 500_000  # one file: ten times the longest standard, and read in about a second
FILES = 2_000  # a pack for a district has a few hundred standards, each with a picture or two
FOLDERS_DEEP = 6  # content/standards/<framework>/ and a little room
PICTURE_BYTES = 500_000  # one picture: loads in a second on a school's shared line
PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp"})
READ = PICTURES | {".yaml", ".yml", ".json"}

_CHECKOUT = Path(__file__).parents[3] / "content"
_PACKAGED = Path(__file__).parents[1] / "_content"


class Folder(NamedTuple):
    """A content folder as it was found: its files relative to `root`, and their sizes in bytes."""

    root: Path
    sizes: dict[Path, int]

    def files(self, first: str, suffix: str = ".yaml") -> list[Path]:
        """The files of that kind under the folder `first`, in order."""
        return sorted(path for path in self.sizes if path.parts[0] == first and path.suffix == suffix)


def shipped() -> Path:
    """The content that comes with plbot: the checkout's, else the installed package's. Raises ContentMissing."""
    for folder in (_CHECKOUT, _PACKAGED):
        if (folder / "standards").is_dir():
            return folder
    raise ContentMissing(f"No content was found in {_CHECKOUT} or {_PACKAGED}. Name a folder with: --content DIR")


def find_content(explicit: Path | None = None) -> Path:
    """The folder to read content from: the one that was named, else what is shipped. Raises ContentMissing."""
    if explicit is None:
        return shipped()
    if not (explicit / "standards").is_dir():
        raise ContentMissing(
            f"{explicit} holds no folder 'standards'. Expected {explicit}/standards/<framework>/<code>.yaml"
        )
    return explicit


def scan(root: Path) -> tuple[Folder, list[Fault]]:
    """List what may be read, following nothing out of the folder, and stopping at the bounds."""
    root = root.resolve()
    sizes: dict[Path, int] = {}
    faults: list[Fault] = []
    waiting = [root]
    while waiting and len(sizes) <= FILES and len(waiting) <= FILES:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name):
            path = Path(entry.path).relative_to(root)
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                faults.append(Fault(str(path), 0, 0, "this is a link; expected the file itself"))
            elif entry.is_dir():
                _enter(path, root, waiting, faults)
            elif path.suffix in READ:
                sizes[path] = entry.stat().st_size
    return Folder(root, sizes), [*faults, *_too_much(sizes, folders=len(waiting))]


def _enter(path: Path, root: Path, waiting: list[Path], faults: list[Fault]) -> None:
    if len(path.parts) > FOLDERS_DEEP:
        faults.append(Fault(str(path), 0, 0, f"folders within folders; expected at most {FOLDERS_DEEP}"))
    else:
        waiting.append(root / path)


def _too_much(sizes: dict[Path, int], folders: int) -> list[Fault]:
    faults = []
    if len(sizes) > FILES or folders > FILES:
        faults.append(Fault(".", 0, 0, f"this folder holds more than {FILES} files; expected a folder of content only"))
    if sum(sizes.values()) > BYTES:
        faults.append(Fault(".", 0, 0, f"the files come to {sum(sizes.values()):,} bytes; expected at most {BYTES:,}"))
    for path, size in sizes.items():
        most = PICTURE_BYTES if path.suffix in PICTURES else TEXT_BYTES
        if size > most:
            faults.append(Fault(str(path), 0, 0, f"this file has {size:,} bytes; expected at most {most:,}"))
    return faults


def text_of(folder: Folder, path: Path) -> tuple[str, list[Fault]]:
    """A file's text, or the fault that it is not UTF-8."""
    try:
        return (folder.root / path).read_bytes().decode("utf-8"), []
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8"
        return "", [Fault(str(path), 0, 0, what)]
