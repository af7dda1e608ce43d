"""Sealing personal fields, and keyed hashes to match what is sealed.

AES-256-GCM with a 12-byte random nonce; the first byte names the key, so that keys can be
rotated. Each dispute has a data key of its own, wrapped by the master key: destroying the wrapped
key at the end of retention seals what the append-only ledger says of persons for good.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12
_VERSION = b"\x01"


class SealBroken(ValueError):
    """The bytes were not sealed with our key, or were changed since."""


@lru_cache(maxsize=4)
def _derived(master: bytes, purpose: bytes) -> bytes:
    return hmac.new(master, purpose, hashlib.sha256).digest()


def _master(purpose: bytes) -> bytes:
    return _derived(bytes(settings.FIELD_KEY), purpose)


def seal_with(key: bytes, text: str) -> bytes:
    """`text` encrypted with a 32-byte `key`: version, nonce, ciphertext, tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, text.encode(), _VERSION)


def unseal_with(key: bytes, sealed: bytes) -> str:
    """The text that :func:`seal_with` sealed; raises SealBroken."""
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, sealed[:1]).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken("sealed text can't be opened with this key") from error


def seal(text: str) -> bytes:
    """`text` sealed with the installation's own key."""
    return seal_with(_master(b"field"), text)


def unseal(sealed: bytes) -> str:
    """The text that :func:`seal` sealed."""
    return unseal_with(_master(b"field"), bytes(sealed))


def seal_bytes(content: bytes) -> bytes:
    """A file sealed with the installation's own key."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(_master(b"file")).encrypt(nonce, content, _VERSION)


def unseal_bytes(sealed: bytes) -> bytes:
    """The content that :func:`seal_bytes` sealed; raises SealBroken."""
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(_master(b"file")).decrypt(nonce, body, sealed[:1])
    except (InvalidTag, ValueError) as error:
        raise SealBroken("the file can't be opened with this key") from error


def keyed_hash(text: str, *, purpose: str = "match") -> bytes:
    """32 bytes, equal for equal texts, that tell nothing without the installation's key."""
    return hmac.new(_master(b"hash:" + purpose.encode()), text.encode(), hashlib.sha256).digest()


def new_data_key() -> tuple[bytes, bytes]:
    """A fresh 32-byte data key, and the same key wrapped for storage."""
    key = AESGCM.generate_key(bit_length=256)
    nonce = os.urandom(_NONCE_BYTES)
    return key, _VERSION + nonce + AESGCM(_master(b"wrap")).encrypt(nonce, key, _VERSION)


def unwrap_data_key(wrapped: bytes) -> bytes:
    """The data key that :func:`new_data_key` wrapped; raises SealBroken."""
    wrapped = bytes(wrapped)
    nonce, body = wrapped[1 : 1 + _NONCE_BYTES], wrapped[1 + _NONCE_BYTES :]
    try:
        return AESGCM(_master(b"wrap")).decrypt(nonce, body, wrapped[:1])
    except (InvalidTag, ValueError) as error:
        raise SealBroken("the data key was wrapped by another installation") from error
