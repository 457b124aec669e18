"""Keeps platform addresses from reading eyes: found by a keyed hash, stored encrypted, under one key a data folder."""

import hashlib
import hmac
import os
import re
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from plbot.storage.store import StoreError

KEY_FILE = "secret.key"
DATABASE_FILE = "plbot.db"

_KEY_BYTES = 32  # AES-256, and as much for the hash
_HASH_BYTES = 16  # 128 bits: two addresses of one hash are not to be expected before 10^19 addresses
_NONCE_BYTES = (
    12  # what AES-GCM is made for (NIST SP 800-38D); random, so at most 2^32 seals a key, each address needs one
)
_WRITTEN = re.compile(rb"[0-9a-f]{64}\s*")


class Vault:
    """Hashes, seals and opens addresses. `key`: 32 random bytes; from it each use derives a key of its own."""

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY_BYTES:
            raise ValueError(f"The key has {len(key)} bytes; it needs {_KEY_BYTES}.")
        self._key = key
        self._hash_key = self._derived("address hash")
        self._cipher = AESGCM(self._derived("address seal"))

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Open the vault of a data folder; its key is made on first use, before there is a database.

        Raises StoreError: the key is gone though a database is there, or it cannot be read or written.
        """
        path = folder / KEY_FILE
        try:
            if not path.exists():
                _make(path, folder / DATABASE_FILE)
            written = path.read_bytes()
        except OSError as error:
            raise StoreError(
                f"The key {path} cannot be read or written ({error.strerror}). "
                "Check that the folder exists and belongs to this user."
            ) from error
        if not _WRITTEN.fullmatch(written):
            raise StoreError(
                f"The key {path} is damaged: it should hold 64 hexadecimal digits. Restore it from your backup; "
                "without it nobody's address can be found or opened."
            )
        return cls(bytes.fromhex(written.decode("ascii")))

    def hash(self, address: str) -> str:
        """Give the text that finds this address: 32 hexadecimal digits, the same for ever under this key."""
        return hashlib.blake2b(_bytes(address), key=self._hash_key, digest_size=_HASH_BYTES).hexdigest()

    def seal(self, address: str) -> bytes:
        """Encrypt an address; each time the bytes are others."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, _bytes(address), None)

    def open(self, sealed: bytes) -> str:
        """Decrypt what `seal` gave. Raises StoreError when it was sealed under another key or changed since."""
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise StoreError(
                f"A stored address cannot be opened: it was sealed under another key. Restore the {KEY_FILE} "
                "that belongs to this database."
            ) from error
        return plain.decode("utf-8", "surrogatepass")

    def salt(self, school: str) -> bytes:
        """Give the school's salt (32 bytes): what chance is seeded from, so that nobody outside can foretell it."""
        return self._derived(f"salt of {school}")

    def _derived(self, use: str) -> bytes:
        return hmac.digest(self._key, _bytes(use), "sha256")


def _make(path: Path, database: Path) -> None:
    """Write a new key that appears whole or not at all; of two programs at once, both use the one that came first."""
    if database.exists() and not path.exists():
        raise StoreError(
            f"The key {path} is missing, but there is a database beside it. Restore {KEY_FILE} from your backup: "
            "with a new key nobody would be recognised any more."
        )
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    file = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(file, os.urandom(_KEY_BYTES).hex().encode("ascii") + b"\n")
        os.fsync(file)
    finally:
        os.close(file)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """A new name in a folder survives a power cut only once the folder itself was written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # a broken half of an emoji is an address all the same
