"""Proof of possession: a request counts only when it is signed with the key that the phone can't give away.

ECDSA on P-256 with SHA-256 (FIPS 186-5), as WebCrypto signs: r and s, 32 bytes each (IEEE P1363).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

FIRST_LINE: Final = "HEMU-FIELD-1"
_SHA256 = ec.ECDSA(hashes.SHA256())
_HALF: Final = 32


class BadKey(ValueError):
    """What was sent isn't a public key on P-256."""


def unpadded(text: str) -> bytes:
    """The bytes of base64url without padding; raises ValueError."""
    if not text.isascii():
        raise ValueError("not base64url")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def b64url(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_key(jwk: Mapping[str, Any]) -> bytes:
    """The uncompressed point (65 bytes) of a public JWK; raises BadKey."""
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256" or "d" in jwk:
        raise BadKey("not a public P-256 key")
    try:
        x, y = unpadded(str(jwk.get("x", ""))), unpadded(str(jwk.get("y", "")))
        point = b"\x04" + x.rjust(_HALF, b"\0") + y.rjust(_HALF, b"\0")
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise BadKey("not a point on P-256") from error
    return point


def text_of(method: str, path: str, at: str, clock: str, body: bytes) -> bytes:
    """What is signed. `path` with its query, as it was sent; `body` as it was sent."""
    lines = (FIRST_LINE, method, path, at, clock, hashlib.sha256(body).hexdigest())
    return "\n".join(lines).encode()


def holds(point: bytes, text: bytes, proof: str) -> bool:
    """Whether `proof` (base64url) is a signature of `text` under the key of `point`."""
    try:
        signature = unpadded(proof)
        if len(signature) != 2 * _HALF:
            return False
        r, s = (int.from_bytes(part, "big") for part in (signature[:_HALF], signature[_HALF:]))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        key.verify(encode_dss_signature(r, s), text, _SHA256)
    except (ValueError, InvalidSignature):
        return False
    return True
