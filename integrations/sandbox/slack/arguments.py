"""The arguments of a Web API call, from a query, a form or JSON, read the way Slack reads them."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from integrations.sandbox.slack.model import Json, Refused

READS = frozenset(
    {
        "bots.info", "chat.getPermalink", "conversations.history", "conversations.info", "conversations.list",
        "conversations.members", "conversations.replies", "files.getUploadURLExternal", "files.info", "reactions.get",
        "users.info", "users.lookupByEmail",
    }
)  # fmt: skip
"""Methods that read take a query or a form; "most write methods" take JSON as well (https://docs.slack.dev/apis/web-api)."""


class Arguments:
    def __init__(self, method: str, values: Json, token: str) -> None:
        self.method, self.values, self.token = method, values, token

    @classmethod
    async def of(cls, request: web.Request, method: str) -> Arguments:
        """Raises Refused for a body that cannot be read. A token in a JSON body does not count, only one in the header."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        values: Json = dict(request.query)
        if request.content_type == "application/json":
            if method in READS:
                raise Refused("invalid_arguments", [f"{method} takes no JSON; send a form"])
            values |= await _json_body(request)
        else:
            form = {name: str(value) for name, value in (await request.post()).items()}
            token = token or form.pop("token", "")
            values |= form
        return cls(method, values, token if scheme in ("Bearer", "") else "")

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise Refused("invalid_arguments", [f"must be a string [json-pointer:/{name}]"])
        return value

    def need(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise Refused("invalid_arguments", [f"missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        return self.values.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int, most: int) -> int:
        value = self.values.get(name, default)
        if not str(value).isdigit() or not 0 < int(value) <= most:
            raise Refused("invalid_limit")
        return int(value)

    def structure(self, name: str, error: str = "invalid_arguments") -> Any:
        """JSON inside a form field, or the value itself; None where there is none."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refused(error, [f"not JSON: {name}"]) from None


async def _json_body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return body
