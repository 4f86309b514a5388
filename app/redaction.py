"""What must never reach a log or an error message: tokens, passwords, addresses of people; and one event stays one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SECRETS = re.compile(
    r"xox[a-z](?:\.[a-z]+)?-[\w.-]+"  # Slack: xoxb-, xoxp-, xoxe.xoxp-…
    r"|xapp-[\w.-]+"
    r"|(?i:bearer|basic)\s+[\w.~+/=-]{6,}"
    r"|eyJ[\w-]{6,}(?:\.[\w-]*){1,4}"  # a JSON Web Token
    r"|v0=[0-9a-f]{64}"  # a Slack request signature
    r"|hooks\.slack\.com/[\w./-]+"
)
_IN_URL = re.compile(r"(?<=://)[^\s/@]*:[^\s/@]*(?=@)")
_ASSIGNED = re.compile(
    r"""(?ix) (\b[\w-]*(?:password|passwd|secret|token|api[_-]?key|authorization|credential|assertion)[\w-]*["']?\s*[:=]\s*["']?)
    (?!\[hidden\])[^\s"',;&}]+"""
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]++)+")
_SECRET_KEY = re.compile(
    r"(?i)password|passwd|secret|token|api_?key|authorization|cookie|credential|signature|assertion|^(body|text|email)$"
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

HIDDEN = "[hidden]"


def redacted(text: str) -> str:
    """`text` without secrets and mail addresses."""
    text = _IN_URL.sub(HIDDEN, _SECRETS.sub(HIDDEN, text))
    return _EMAIL.sub("[email]", _ASSIGNED.sub(rf"\1{HIDDEN}", text))


def one_line(text: str) -> str:
    """Control characters, line breaks, colour codes and direction marks written out as escapes."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def harmless(value: Any, key: str = "") -> Any:
    """A copy of a logged value that may be kept: a secret by its name or by its look is hidden, at any depth."""
    if key and _SECRET_KEY.search(key) and not isinstance(value, bool | int | float | None):
        return HIDDEN
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {one_line(redacted(str(name))): harmless(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [harmless(inner) for inner in value]
    return one_line(redacted(str(value)))
