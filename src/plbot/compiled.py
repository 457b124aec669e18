"""Where what is made from a source is kept from one start to the next: where Python keeps its own compiled modules, if it may."""

import os
import sys
from importlib.util import cache_from_source
from pathlib import Path


def shelf(folder: Path) -> Path | None:
    """The folder for what is made from the files of `folder`; None where nothing may be kept."""
    place = Path(cache_from_source(str(folder / "any.py"))).parent
    if sys.dont_write_bytecode:
        return None
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None
