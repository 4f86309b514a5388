"""Logs: one event is one line, and a secret is in none of them, whoever logged it."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
import structlog

from app import logs

CANARIES = {
    "a bot token": "xoxb-1111-2222-canary",
    "a user token": "xoxp-1111-canary",
    "a rotated token": "xoxe.xoxp-1-canary",
    "an app token": "xapp-1-A0-canary",
    "a bearer header": "Bearer canary.canary-canary",
    "a web token": "eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOjF9.canary",
    "a password": "password=canary",
    "a password in JSON": '{"client_secret": "canary"}',
    "a form": "client_id=1&client_secret=canary&x=1",
    "a database address": "postgresql://desk:canary@db/x",
    "a person's address": "canary@example.com",
    "a request signature": "v0=" + "ca" * 32,
}


class Kept:
    def __init__(self) -> None:
        self.out = io.StringIO()

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def kept(restored_logs: None) -> Kept:
    kept = Kept()
    logs.configure("info", "json", kept.out)
    return kept


def test_an_event_is_json_with_time_level_and_facts(kept: Kept) -> None:
    structlog.get_logger("app.desk").info("ticket.opened", ticket="T-42", seconds=0.5, teams=["it"])
    (event,) = kept.events
    assert (event["event"], event["level"], event["logger"]) == ("ticket.opened", "info", "app.desk")
    assert (event["ticket"], event["seconds"], event["teams"]) == ("T-42", 0.5, ["it"])
    assert event["timestamp"].endswith("Z")


@pytest.mark.parametrize("planted", CANARIES.values(), ids=CANARIES)
@pytest.mark.parametrize("shape", ["json", "text"])
def test_no_secret_is_ever_written(restored_logs: None, planted: str, shape: str) -> None:
    kept = Kept()
    logs.configure("info", shape, kept.out)
    ours, foreign = structlog.get_logger("app"), logging.getLogger("some.library")
    ours.info(f"said {planted}")
    ours.info("said", what=planted, nested={"deep": [planted, {planted: planted}]})
    foreign.warning("said %s", planted)
    foreign.warning(f"said {planted}", extra={"more": planted})
    try:
        raise ValueError(f"said {planted}")
    except ValueError:
        ours.exception("failed")
        foreign.exception("failed")
    assert len(kept.lines) == 6
    assert "canary" not in kept.out.getvalue()
    assert "cacaca" not in kept.out.getvalue()


@pytest.mark.parametrize(
    "key", ["token", "slack_bot_token", "Authorization", "client_secret", "password", "text", "body", "cookie"]
)
def test_a_value_is_hidden_by_the_name_it_goes_under(kept: Kept, key: str) -> None:
    structlog.get_logger().info("said", **{key: "harmless looking"})
    assert kept.events[0][key] == "[hidden]"


@pytest.mark.parametrize("shape", ["json", "text"])
def test_one_event_stays_one_line_whatever_people_type(restored_logs: None, shape: str) -> None:
    kept = Kept()
    logs.configure("info", shape, kept.out)
    nasty = 'a\r\n{"event": "forged"}\x1b[31m\x00\u2028\u202eb\x9b1m'
    structlog.get_logger().info(nasty, name=nasty)
    logging.getLogger("library").warning(nasty)
    assert len(kept.out.getvalue().splitlines()) == 2
    assert not set("\r\x1b\x00\u2028\u202e\x9b") & set(kept.out.getvalue())


def test_hindi_and_emoji_stay_readable(kept: Kept) -> None:
    structlog.get_logger().info("नमस्ते 🎫")
    assert "नमस्ते 🎫" in kept.lines[0]


@pytest.mark.parametrize("name", ["slack_bolt.AsyncApp", "slack_sdk.web", "botbuilder.core", "msrest.http", "aiohttp.access"])
def test_libraries_that_log_whole_bodies_are_silent_below_a_warning(kept: Kept, name: str) -> None:
    logging.getLogger(name).info("Invalid request signature detected (body: secret)")
    logging.getLogger(name).warning("still heard")
    assert [event["event"] for event in kept.events] == ["still heard"]


def test_even_debugging_keeps_them_silent(restored_logs: None) -> None:
    kept = Kept()
    logs.configure("debug", "json", kept.out)
    logging.getLogger("slack_bolt").debug("body")
    structlog.get_logger("app").debug("ours")
    assert [event["event"] for event in kept.events] == ["ours"]


def test_the_level_is_the_one_that_was_set(restored_logs: None) -> None:
    kept = Kept()
    logs.configure("error", "json", kept.out)
    structlog.get_logger().warning("no")
    logging.getLogger("slack_bolt").warning("no")
    structlog.get_logger().error("yes")
    assert [event["event"] for event in kept.events] == ["yes"]


def test_without_a_terminal_auto_means_json(restored_logs: None) -> None:
    kept = Kept()
    logs.configure("info", "auto", kept.out)
    structlog.get_logger().info("x")
    assert kept.events[0]["event"] == "x"
