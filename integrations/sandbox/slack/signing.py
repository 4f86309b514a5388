"""Slack's signature of a request: v0=HMAC-SHA256(secret, "v0:<timestamp>:<raw body>").

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime


def signed(secret: str, body: bytes, at: datetime) -> dict[str, str]:
    """The two headers for `body` sent at `at`."""
    timestamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": "v0=" + digest.hexdigest()}
