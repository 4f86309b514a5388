"""What is sent: whole HTTP requests as bytes, signed as the platforms sign them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from integrations.sandbox.slack.signing import signed
from tests.bench import company

Spec = Mapping[str, Any]
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def slack_message(number: int, spec: Spec) -> bytes:
    """A message in a request channel that takes every message: the one payload of Slack that makes a ticket in one request."""
    return _slack_event(number, company.SLACK_HELP)


def slack_elsewhere(number: int, spec: Spec) -> bytes:
    """A message in a channel that is none of the desk's business."""
    return _slack_event(number, company.SLACK_ELSEWHERE)


def slack_command(number: int, spec: Spec) -> bytes:
    """`/ticket my`: reads, and is answered in the body."""
    fields = {
        "token": "XXYYZZ", "team_id": company.SLACK_TEAM, "team_domain": "bench", "channel_id": company.SLACK_ELSEWHERE,
        "channel_name": "talk", "user_id": company.slack_person(number), "user_name": "somebody", "command": "/ticket",
        "text": "my", "api_app_id": company.SLACK_APP, "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T0BENCH01/1/x", "trigger_id": f"{number}.1.x",
    }  # fmt: skip
    return _slack(urlencode(fields).encode(), FORM)


def teams_message(number: int, spec: Spec) -> bytes:
    """A message in somebody's 1:1 chat with the desk."""
    person, now = company.teams_person(number), datetime.now(UTC)
    body = {
        "type": "message", "id": f"{spec['run']}{number}", "timestamp": now.isoformat(), "localTimestamp": now.isoformat(),
        "localTimezone": "Europe/Berlin", "serviceUrl": spec["service_url"], "channelId": "msteams",
        "from": {"id": f"29:{person}", "name": f"Person {number % company.PEOPLE}", "aadObjectId": person},
        "conversation": {"conversationType": "personal", "tenantId": company.TENANT, "id": f"a:{person}"},
        "recipient": {"id": f"28:{company.TEAMS_APP}", "name": "Sahayak"},
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web", "timezone": "Europe/Berlin"}],
        "channelData": {"tenant": {"id": company.TENANT}}, "locale": "en-GB", "text": company.text(number),
        "textFormat": "plain", "attachments": [{"contentType": "text/html", "content": f"<div>{company.text(number)}</div>"}],
    }  # fmt: skip
    headers = {"Content-Type": JSON, "Authorization": f"Bearer {spec['token']}"}
    return _request("/api/messages", json.dumps(body).encode(), headers)


def public_form(number: int, spec: Spec) -> bytes:
    """django-helpdesk's form for people who are not signed in, with the token and the cookie its page gave out."""
    fields = {
        "csrfmiddlewaretoken": spec["token"], "queue": spec["queue"], "title": company.text(number)[:90],
        "body": company.text(number), "priority": "3", "submitter_email": f"person{number % company.PEOPLE}@example.test",
    }  # fmt: skip
    return _request(spec["path"], urlencode(fields).encode(), {"Content-Type": FORM, "Cookie": f"csrftoken={spec['cookie']}"})


KINDS: dict[str, Callable[[int, Spec], bytes]] = {
    "slack.message": slack_message,
    "slack.elsewhere": slack_elsewhere,
    "slack.command": slack_command,
    "teams.message": teams_message,
    "public.form": public_form,
}


def _slack_event(number: int, channel: str) -> bytes:
    ts, user, said = f"{int(time.time())}.{number:06}", company.slack_person(number), company.text(number)
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": said}]}
    event = {
        "type": "message", "user": user, "ts": ts, "client_msg_id": f"6a0f5a0e-7a34-4b5b-9d30-{number:012}", "text": said,
        "team": company.SLACK_TEAM, "blocks": [{"type": "rich_text", "block_id": "Xq1", "elements": [section]}],
        "channel": channel, "event_ts": ts, "channel_type": "channel",
    }  # fmt: skip
    granted = {"enterprise_id": None, "team_id": company.SLACK_TEAM, "user_id": "U0BOT0001", "is_bot": True}
    body = {
        "token": "XXYYZZ", "team_id": company.SLACK_TEAM, "context_team_id": company.SLACK_TEAM, "context_enterprise_id": None,
        "api_app_id": company.SLACK_APP, "event": event, "type": "event_callback", "event_id": f"Ev{number:010}",
        "event_time": int(time.time()), "authorizations": [granted | {"is_enterprise_install": False}],
        "is_ext_shared_channel": False, "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
    }  # fmt: skip
    return _slack(json.dumps(body).encode(), JSON)


def _slack(body: bytes, content_type: str) -> bytes:
    headers = signed(company.SLACK_SECRET, body, datetime.now(UTC))
    return _request("/slack/events", body, headers | {"Content-Type": content_type})


def _request(path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
