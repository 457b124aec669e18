"""Addresses are found without being readable, and the key is never replaced behind anybody's back."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plbot.storage.store import StoreError
from plbot.storage.vault import DATABASE_FILE, KEY_FILE, Vault

KEY, OTHER = bytes(32), bytes([1] * 32)
ANA = "telegram:123456"


@given(st.text(st.characters()))
def test_any_address_comes_back_as_it_was(address: str) -> None:
    """Empty, half an emoji, right-to-left: what was sealed is opened."""
    assert Vault(KEY).open(Vault(KEY).seal(address)) == address


def test_an_address_is_always_found_and_only_under_its_key() -> None:
    """The hash is the same in every process and year; without the key nobody can make it from a list of numbers."""
    assert Vault(KEY).hash(ANA) == "4b3d641c95da9bc9be5f851ac6159349"
    assert len({Vault(KEY).hash(ANA), Vault(OTHER).hash(ANA), Vault(KEY).hash(ANA + " ")}) == 3


def test_a_sealed_address_tells_nothing() -> None:
    """Neither the address nor whether two of them are the same."""
    first, second = Vault(KEY).seal(ANA), Vault(KEY).seal(ANA)
    assert first != second
    assert b"123456" not in first


@pytest.mark.parametrize(
    "sealed",
    [b"", b"short", bytes(40), Vault(OTHER).seal(ANA), Vault(KEY).seal(ANA)[:-1]],
    ids=["empty", "short", "zeros", "another key", "cut"],
)
def test_what_another_key_sealed_is_refused(sealed: bytes) -> None:
    """A changed or foreign seal is told as what it is; no garbage address gets through."""
    with pytest.raises(StoreError, match=r"sealed under another key.*Restore the secret\.key"):
        Vault(KEY).open(sealed)


def test_each_school_has_a_salt_of_its_own() -> None:
    """Chance in one school says nothing about chance in another; the same school always gets the same."""
    salts = {Vault(key).salt(school) for key in (KEY, OTHER) for school in ("oak", "elm")}
    assert len(salts) == 4
    assert Vault(KEY).salt("oak") == Vault(KEY).salt("oak")


def test_a_key_of_another_length_is_refused() -> None:
    """A short key would be a weak one."""
    with pytest.raises(ValueError, match="16 bytes"):
        Vault(bytes(16))


def test_the_first_use_makes_a_key_for_this_user_alone(tmp_path: Path) -> None:
    """The second use finds the same key, and nothing else was left in the folder."""
    first = Vault.at(tmp_path)
    path = tmp_path / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"[0-9a-f]{64}\n", path.read_text())
    assert Vault.at(tmp_path).hash(ANA) == first.hash(ANA)
    assert [file.name for file in tmp_path.iterdir()] == [KEY_FILE]


def test_two_folders_have_two_keys(tmp_path: Path) -> None:
    """A person cannot be followed from one bot to another."""
    for name in ("oak", "elm"):
        (tmp_path / name).mkdir()
    assert Vault.at(tmp_path / "oak").hash(ANA) != Vault.at(tmp_path / "elm").hash(ANA)


def test_a_database_without_its_key_is_refused(tmp_path: Path) -> None:
    """A new key would make strangers of everybody: nothing is written, and the sentence says what to restore."""
    (tmp_path / DATABASE_FILE).write_bytes(b"")
    with pytest.raises(StoreError, match=r"Restore secret\.key from your backup"):
        Vault.at(tmp_path)
    assert not (tmp_path / KEY_FILE).exists()


@pytest.mark.parametrize("written", ["", "abc", "g" * 64, "0" * 63, "0" * 65, "\udcff"])
def test_a_damaged_key_is_refused(tmp_path: Path, written: str) -> None:
    """It is neither guessed at nor replaced."""
    path = tmp_path / KEY_FILE
    path.write_bytes(written.encode("utf-8", "surrogateescape"))
    with pytest.raises(StoreError, match="is damaged"):
        Vault.at(tmp_path)
    assert path.read_bytes() == written.encode("utf-8", "surrogateescape")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """With a sentence, not with an OSError."""
    with pytest.raises(StoreError, match="Check that the folder exists"):
        Vault.at(tmp_path / "nowhere")


def test_programs_that_start_together_use_one_key(tmp_path: Path) -> None:
    """Whoever comes second takes the key of the first."""
    program = (
        "import sys; from pathlib import Path; from plbot.storage.vault import Vault; sys.stdin.readline(); "
        "print(Vault.at(Path(sys.argv[1])).hash('ana'))"
    )
    started = [
        subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", program, os.fspath(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    assert len({process.communicate("\n", 60)[0] for process in started}) == 1
    assert [file.name for file in tmp_path.iterdir()] == [KEY_FILE]
