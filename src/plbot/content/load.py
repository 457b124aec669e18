"""Read a content folder into a `Library`, or say everything that is the matter with it."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
from pydantic import BaseModel

from plbot.content import build
from plbot.content.faults import ContentFaults, Fault
from plbot.content.files import OverlayFile, PathFile, StandardFile, ThemesFile
from plbot.content.folder import PICTURES, Folder, scan, shipped, text_of
from plbot.content.overlay import laid_over, mismatches, untranslated
from plbot.content.positions import Page, read_page
from plbot.content.roads import roads
from plbot.content.sense import findings, missing_pictures
from plbot.content.validate import validated
from plbot.core import library
from plbot.core.library import Library, Standard, Theme, spellings, spellings_of

# a file's name that ends in a language is an overlay: 4.NF.A.1.es.yaml
OVERLAY = re.compile(r"(?P<code>.+)\.(?P<language>[a-z]{2}(-[A-Z]{2})?)")

File = TypeVar("File", bound=BaseModel)
Graph = dict[str, tuple[str, ...]]


class Shelf(NamedTuple):
    """A folder as read: the library, where each standard (and each overlay) was found, and what to say about it."""

    library: Library
    pages: dict[str, Page]
    overlays: dict[tuple[str, str], Page]
    faults: list[Fault]
    warnings: list[Fault]


def load(root: Path) -> Library:
    """The content of a folder. Raises ContentFaults with all that has to be put right."""
    shelf = read_folder(root)
    if shelf.faults:
        raise ContentFaults(shelf.faults)
    return shelf.library


def read_folder(root: Path) -> Shelf:
    """The content of a folder as far as it can be read, with its faults and warnings."""
    folder, faults = scan(root)
    reading = _Reading(folder)
    if faults:
        reading.faults += faults
        return reading.shelf()
    reading.graph = reading.read_graph()
    reading.read_standards()
    reading.read_overlays()
    reading.themes = reading.read_themes()
    reading.read_paths()
    return reading.shelf()


class _Reading:
    """One pass over a folder; what was found so far."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.pages: dict[str, Page] = {}
        self.overlays: dict[tuple[str, str], Page] = {}
        self.standards: dict[str, Standard] = {}
        self.translations: dict[str, dict[str, Standard]] = {}
        self.paths: dict[str, library.Path] = {}
        self.themes: dict[str, Theme] = {}
        self.graph: Graph = {}

    def shelf(self) -> Shelf:
        if not self.standards and not self.faults:
            self.faults.append(Fault("standards", 0, 0, "no standard was found; expected <framework>/<code>.yaml"))
        found = Library(self.standards, self.paths, self.themes, self.graph, self.translations)
        return Shelf(found, self.pages, self.overlays, sorted(self.faults), sorted(self.warnings))

    def page(self, path: Path) -> Page | None:
        text, faults = text_of(self.folder, path)
        if not faults:
            page, faults = read_page(path.as_posix(), text)
            self.faults += faults
            return page if page.values else None
        self.faults += faults
        return None

    def file(self, path: Path, kind: type[File]) -> tuple[Page, File] | None:
        page = self.page(path)
        if page is None:
            return None
        file, faults = validated(page, kind)
        self.faults += faults
        return (page, file) if file else None

    def read_standards(self) -> None:
        for path in self.folder.files("standards", ".yml"):
            self.faults.append(Fault(path.as_posix(), 0, 0, "this file is not read; expected the ending .yaml"))
        for path in self.folder.files("standards"):
            if not self.is_overlay(path) and (found := self.file(path, StandardFile)):
                self.keep_standard(path, *found)
        known = spellings((*self.standards, *self.graph))
        for code, standard in self.standards.items():
            prerequisites = build.canonical(standard.prerequisites, known)
            self.standards[code] = msgspec.structs.replace(standard, prerequisites=prerequisites)

    def is_overlay(self, path: Path) -> bool:
        return bool(OVERLAY.fullmatch(path.stem))

    def keep_standard(self, path: Path, page: Page, file: StandardFile) -> None:
        inside = (found.relative_to(path.parent) for found in self.folder.sizes if path.parent in found.parents)
        names = frozenset(found.as_posix() for found in inside if found.suffix in PICTURES)
        standard = build.standard(file, _framework(path), build.Pictures(self.folder.root / path.parent, names))
        self.faults += [page.fault(*finding) for finding in findings(file, standard)]
        self.warnings += [page.fault(*finding) for finding in missing_pictures(file, names)]
        if file.code in self.pages:
            self.faults.append(page.fault(("code",), f"{file.code} also stands in {self.pages[file.code].file}"))
            return
        if path.stem not in spellings_of(file.code):
            self.warnings.append(page.fault(("code",), f"{file.code} stands in {path.name}; expected {file.code}.yaml"))
        self.pages[file.code] = page
        self.standards[file.code] = standard

    def read_overlays(self) -> None:
        known = spellings(self.standards)
        for path in filter(self.is_overlay, self.folder.files("standards")):
            named = OVERLAY.fullmatch(path.stem)
            found = self.file(path, OverlayFile)
            if named is None or found is None:
                continue
            page, file = found
            standard = self.standards.get(known.get(named["code"].lower(), ""))
            if standard is None:
                self.faults.append(page.fault((), f"there is no {named['code']}.yaml for this overlay to lie over"))
                continue
            self.lay_over(named["language"], page, file, standard)

    def lay_over(self, language: str, page: Page, file: OverlayFile, standard: Standard) -> None:
        if misfits := [page.fault(*finding) for finding in mismatches(file, standard)]:
            self.faults += misfits
            return
        if left_out := untranslated(file, standard):
            self.warnings.append(page.fault(("items",), f"not translated yet: {', '.join(left_out)}"))
        self.overlays[standard.code, language] = page
        self.translations.setdefault(language, {})[standard.code] = laid_over(file, standard)

    def read_themes(self) -> dict[str, Theme]:
        path = Path("themes.yaml")
        if path in self.folder.sizes:
            found = self.file(path, ThemesFile)
            return build.themes(found[1]) if found else {}
        return {} if self.is_shipped() else _Reading(scan(shipped())[0]).read_themes()

    def read_graph(self) -> Graph:
        graph: Graph = {}
        for path in self.folder.files("graph", ".json"):
            graph |= self.graph_of(path)
        if graph or self.is_shipped():
            return graph
        return _Reading(scan(shipped())[0]).read_graph()

    def graph_of(self, path: Path) -> Graph:
        text, faults = text_of(self.folder, path)
        self.faults += faults
        try:
            return msgspec.convert(json.loads(text or "{}").get("prerequisites", {}), Graph)
        except (ValueError, AttributeError, RecursionError, msgspec.ValidationError) as error:
            what = f'this graph cannot be read: {error}; expected {{"prerequisites": {{code: [codes]}}}}'
            self.faults.append(Fault(path.as_posix(), 0, 0, what))
            return {}

    def is_shipped(self) -> bool:
        return self.folder.root == shipped().resolve()

    def read_paths(self) -> None:
        known = spellings((*self.standards, *self.graph))
        for path in self.folder.files("paths"):
            if found := self.file(path, PathFile):
                page, file = found
                self.paths[path.stem] = build.path(path.stem, file, known)
                self.check_path(page, file, known)
        if not self.folder.files("paths"):
            self.paths = roads(self.standards, self.graph)

    def check_path(self, page: Page, file: PathFile, known: dict[str, str]) -> None:
        seen: set[str] = set()
        for number, unit in enumerate(file.units):
            for place, written in enumerate(unit.standards):
                where = ("units", number, "standards", place)
                code = known.get(written.lower(), written)
                if code in seen:
                    self.faults.append(page.fault(where, f"{code} stands on this path twice; expected once"))
                elif code not in self.standards:
                    self.faults.append(page.fault(where, f"there is no file for {code}; expected one under standards/"))
                seen.add(code)


def _framework(path: Path) -> str:
    """The framework that a file's folder names."""
    return path.parent.name if len(path.parts) > 2 else "standards"  # noqa: PLR2004 # standards/<framework>/<code>.yaml


def where_of(page: Page, *steps: Any) -> tuple[str | int, ...]:
    """The place of an item by its id, and of what is within it: `where_of(page, "fill-top", "hints", 0)`."""
    tree = page.tree
    items = tree.get("items", []) if isinstance(tree, dict) else []
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict) and item.get("id") == steps[0]:
            return ("items", index, *steps[1:])
    return ("items",)
