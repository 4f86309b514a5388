"""Who is who: the keys with which the service signs what it sends, and the tokens with which the app must come back.

Claims and documents: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from integrations.sandbox.teams.records import ConnectorError, Json

ISSUER = "https://api.botframework.com"
SCOPE = "https://api.botframework.com/.default"
_LIFE = timedelta(hours=1)


def new_secret() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class _Key:
    def __init__(self) -> None:
        self.private = new_secret()
        numbers = self.private.public_key().public_numbers()
        self.modulus, self.exponent = _b64(numbers.n), _b64(numbers.e)
        self.id = base64.urlsafe_b64encode(hashlib.sha256(self.modulus.encode()).digest()[:20]).rstrip(b"=").decode()

    def public(self) -> Json:
        names = {"kty": "RSA", "use": "sig", "kid": self.id, "x5t": self.id}
        return names | {"n": self.modulus, "e": self.exponent, "endorsements": ["msteams"]}


def _b64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()


class Identity:
    """Signs the tokens that travel to the program and issues those that come back. Every secret is new at each start."""

    def __init__(self, tenant_id: str, app_id: str, clock: Callable[[], datetime]) -> None:
        self.tenant_id, self.app_id, self.clock = tenant_id, app_id, clock
        self.app_password = secrets.token_urlsafe(30)
        self.keys = [_Key()]
        self._issued: dict[str, datetime] = {}

    def rotate_key(self, keep_old: bool = False) -> None:
        """A new key signs from now on; unannounced, unless the old one is still published beside it."""
        self.keys = [_Key(), *(self.keys if keep_old else [])]

    def signed(self, service_url: str) -> str:
        """The token for one activity."""
        now = int(self.clock().timestamp())
        claims = {"iss": ISSUER, "aud": self.app_id, "nbf": now - 300, "exp": now + 3600, "serviceurl": service_url}
        return jwt.encode(claims, self.keys[0].private, "RS256", {"kid": self.keys[0].id, "x5t": self.keys[0].id})

    def metadata(self, base: str) -> Json:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{base}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }

    def jwks(self) -> Json:
        return {"keys": [key.public() for key in self.keys]}

    def token_for(self, tenant: str, form: dict[str, str]) -> Json:
        """OAuth 2.0 client credentials. Raises ConnectorError with the code that Microsoft's login service uses."""
        if form.get("grant_type") != "client_credentials":
            raise ConnectorError(400, "unsupported_grant_type", "AADSTS70003: only client_credentials here")
        if tenant != self.tenant_id:
            raise ConnectorError(400, "invalid_request", f"AADSTS90002: Tenant '{tenant}' not found")
        if form.get("client_id") != self.app_id:
            raise ConnectorError(400, "unauthorized_client", "AADSTS700016: the application was not found in the directory")
        if not secrets.compare_digest(form.get("client_secret", "").encode(), self.app_password.encode()):
            raise ConnectorError(401, "invalid_client", "AADSTS7000215: Invalid client secret provided")
        if form.get("scope") != SCOPE:
            raise ConnectorError(400, "invalid_scope", f"AADSTS70011: the scope must be {SCOPE}")
        token = f"{uuid.uuid4().hex}.{secrets.token_urlsafe(24)}"
        self._issued[token] = self.clock() + _LIFE
        seconds = int(_LIFE.total_seconds())
        return {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token}

    def check(self, request: web.Request) -> None:
        """Raises ConnectorError(401) unless the request bears a token of ours that is still good."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        good_until = self._issued.get(token) if scheme.lower() == "bearer" else None
        if good_until is None or good_until <= self.clock():
            raise ConnectorError(401, "Unauthorized", "Authorization has been denied for this request.")

    def revoke_tokens(self) -> None:
        """As after a change of the secret: every token given out so far is worthless."""
        self._issued.clear()
