"""Is this token Microsoft's, for us, now? (Microsoft, "Authentication with the Bot Connector API", connector to bot.)"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jwt

from integrations.teams.keys import SigningKey, SigningKeys

LEEWAY = 300.0
"""Seconds that two clocks may differ, the same as in Microsoft's own libraries."""

_BEARER = re.compile(r"[Bb]earer ([\w-]{1,4096}\.[\w-]{1,8192}\.[\w-]{1,4096})", re.ASCII)
_SIGNATURE_ONLY = {
    "verify_signature": True, "verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False,
    "verify_iss": False, "verify_sub": False, "verify_jti": False,
}  # fmt: skip


class Unproven(Exception):
    """The token proves nothing; `code` says which check failed and never holds anything of the token."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def proven(header: str, keys: SigningKeys, app_id: str, now: datetime) -> tuple[Mapping[str, Any], SigningKey]:
    """The claims of a bearer token and the key that signed it. Raises Unproven."""
    match = _BEARER.fullmatch(header)
    if match is None:
        raise Unproven("no_bearer_token")
    try:
        key = await keys.find(_key_id(match[1]))
        if key is None:
            raise Unproven("unknown_key")
        claims: dict[str, Any] = jwt.decode(match[1], key.key, algorithms=["RS256"], options=_SIGNATURE_ONLY)  # type: ignore[arg-type]
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unproven(type(error).__name__) from None
    _check(claims, keys.issuer, app_id, now.timestamp())
    return claims, key


def _key_id(token: str) -> str:
    header = jwt.get_unverified_header(token)
    if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
        raise Unproven("wrong_algorithm")
    return str(header["kid"])


def _check(claims: Mapping[str, Any], issuer: str, app_id: str, now: float) -> None:
    if not app_id or claims.get("aud") != app_id:
        raise Unproven("wrong_audience")
    if claims.get("iss") != issuer:
        raise Unproven("wrong_issuer")
    if now - LEEWAY >= _instant(claims, "exp"):
        raise Unproven("expired")
    if now + LEEWAY < _instant(claims, "nbf"):
        raise Unproven("not_yet_valid")


def _instant(claims: Mapping[str, Any], name: str) -> float:
    """A required time claim, in seconds since 1970."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unproven(f"no_{name}")
    return float(value)
