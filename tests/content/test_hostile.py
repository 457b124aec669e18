"""A content folder from anywhere is read within bounds, and nothing outside of it is touched."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plbot.content import folder as bounds
from plbot.content.load import read_folder

Pack = Callable[[dict[str, str]], Path]
BARE = "code: A\ntitle: A title\ni_can: I can do it.\n"

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("text", "what"),
    [
        (BOMB, "the anchor '&a' stands here"),
        ("a: *b", "the alias '*b' stands here"),
        ("a: !!python/object/apply:os.system [ls]", "the tag 'tag:yaml.org,2002:python/object/apply:os.system'"),
        ("a: !own x", "the tag '!own' stands here"),
        ("[" * 100_000, "nested more than 20 levels deep"),
        ("{a: " * 100_000, "nested more than 20 levels deep"),
        ("- " * 100_000, "nested more than 20 levels deep"),
        ("? {a: b}\n: c", "a list or mapping stands as a key"),
        ("a: 1\n---\nb: 2", "a second document begins here"),
        ("a: b: c", "this is not YAML"),
        ("a: '\u202egpj.exe'", "a hidden sign stands here, U+202E"),
        ("a: \x00", "a hidden sign stands here, U+0000"),
        ("", "the file is empty"),
        ("code: A\n<<: {title: x}", "'<<' is not known here"),
        (BARE + "why: " + "x" * 100_000, "too long"),
        (BARE + "tags: [" + "x, " * 100_000 + "]", "too many"),
    ],
)
def test_a_hostile_file_is_refused_quickly_and_by_name(pack: Pack, text: str, what: str) -> None:
    shelf = read_folder(pack({"standards/own/A.yaml": text}))
    assert any(what in fault.what for fault in shelf.faults), shelf.faults
    assert all(fault.file == "standards/own/A.yaml" for fault in shelf.faults)


def test_links_are_not_followed(pack: Pack, tmp_path: Path) -> None:
    """Neither a file nor a folder nor a picture may be a link to somewhere else."""
    (tmp_path / "secret.yaml").write_text(BARE)
    folder = pack({"standards/own/B.yaml": BARE})
    (folder / "standards/own/A.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "standards/more").symlink_to(tmp_path, target_is_directory=True)
    shelf = read_folder(folder)
    assert [fault.what for fault in shelf.faults] == ["this is a link; expected the file itself"] * 2
    assert not shelf.library.standards


@pytest.mark.parametrize("image", ["../../secret.svg", "/etc/hostname.svg", "..\\\\secret.svg", "a/../../b.svg"])
def test_a_picture_cannot_lead_out_of_the_folder(pack: Pack, tmp_path: Path, image: str) -> None:
    (tmp_path / "secret.svg").write_text("<svg/>")
    resource = f'resources: [{{mode: see, title: S, text: T, alt: A, image: "{image}"}}]\n'
    shelf = read_folder(pack({"standards/own/A.yaml": BARE + resource}))
    assert any("leads out of the folder" in fault.what for fault in shelf.faults)
    assert not shelf.library.standards["A"].resources[0].image


def test_a_file_that_is_not_a_picture_is_not_shown(pack: Pack) -> None:
    resource = "resources: [{mode: see, title: S, text: T, alt: A, image: run.exe}]\n"
    shelf = read_folder(pack({"standards/own/A.yaml": BARE + resource, "standards/own/run.exe": "x"}))
    assert any("is no picture" in fault.what for fault in shelf.faults)


def test_a_pack_has_at_most_5_mb(pack: Pack) -> None:
    shelf = read_folder(pack({"standards/own/A.yaml": "#" * (bounds.BYTES + 1)}))
    assert "expected at most 5,000,000" in shelf.faults[0].what


def test_a_file_has_at_most_500_kb(pack: Pack) -> None:
    shelf = read_folder(pack({"standards/own/A.yaml": BARE + "# " + "x" * bounds.TEXT_BYTES}))
    assert "expected at most 500,000" in shelf.faults[0].what


def test_a_file_with_endless_faults_is_told_of_the_first_200(pack: Pack) -> None:
    shelf = read_folder(pack({"standards/own/A.yaml": BARE + "".join(f"k{number}: 1\n" for number in range(40_000))}))
    assert len(shelf.faults) == 200


def test_a_pack_has_at_most_2000_files(pack: Pack) -> None:
    shelf = read_folder(pack({f"standards/own/A{number}.yaml": BARE for number in range(bounds.FILES + 1)}))
    assert "more than 2000 files" in shelf.faults[0].what


def test_folders_within_folders_come_to_an_end(pack: Pack) -> None:
    shelf = read_folder(pack({f"standards/{'x/' * 30}A.yaml": BARE}))
    assert "folders within folders" in shelf.faults[0].what


def test_a_file_that_is_not_utf_8_says_so(pack: Pack) -> None:
    folder = pack({"standards/own/A.yaml": BARE})
    (folder / "standards/own/B.yaml").write_bytes(b"code: caf\xe9")
    assert "is not UTF-8" in read_folder(folder).faults[0].what


@pytest.mark.parametrize("graph", ["[]", "{", '{"prerequisites": {"A": 1}}', "[" * 100_000, "\x00"])
def test_a_broken_graph_is_a_fault_and_not_a_crash(pack: Pack, graph: str) -> None:
    shelf = read_folder(pack({"standards/own/A.yaml": BARE, "graph/own.json": graph}))
    assert "this graph cannot be read" in shelf.faults[0].what
