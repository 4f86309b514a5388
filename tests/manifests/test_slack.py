"""The Slack manifest: it declares the ways in, asks for no more, and Slack would take it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from app.cli.speaking import run
from app.manifests import build_slack, slack_yaml
from app.phrases import PHRASES

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests/contracts/schemas/manifests/slack-1.json").read_text(encoding="utf-8"))
URL = "https://desk.example.com"


def urls(manifest: dict[str, Any]) -> set[str]:
    settings = manifest["settings"]
    found = [settings["event_subscriptions"].get("request_url"), settings["interactivity"].get("request_url")]
    found += [settings["interactivity"].get("message_menu_options_url")]
    found += [command.get("url") for command in manifest["features"]["slash_commands"]]
    return {url for url in found if url}


@pytest.mark.parametrize("url", ["", URL])
def test_slack_takes_it(url: str) -> None:
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(build_slack(url))] == []


def test_it_declares_exactly_the_ways_in() -> None:
    features = build_slack()["features"]
    assert [(s["type"], s["callback_id"], s["name"]) for s in features["shortcuts"]] == [
        ("message", "ticket_from_message", "Create ticket"),
        ("global", "new_ticket", "New ticket"),
    ]
    assert [command["command"] for command in features["slash_commands"]] == ["/ticket"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_the_hint_names_every_command() -> None:
    hint = build_slack()["features"]["slash_commands"][0]["usage_hint"]
    assert all(phrase.name in hint for phrase in PHRASES)


def test_it_asks_for_no_right_that_nothing_needs() -> None:
    assert build_slack()["oauth_config"]["scopes"] == {
        "bot": [
            "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read", "files:write",
            "groups:history", "groups:read", "im:history", "im:write", "reactions:read", "reactions:write", "users:read",
            "users:read.email",
        ]
    }  # fmt: skip


def test_with_an_address_everything_goes_there_and_without_one_through_a_socket() -> None:
    assert urls(build_slack(URL)) == {f"{URL}/slack/events"}
    assert build_slack(URL)["settings"]["socket_mode_enabled"] is False
    assert urls(build_slack()) == set()
    assert build_slack()["settings"]["socket_mode_enabled"] is True


def test_the_file_in_the_repository_is_the_one_that_is_built() -> None:
    assert (ROOT / "manifests/slack/manifest.yaml").read_text(encoding="utf-8") == slack_yaml()


def test_the_command_prints_it(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["manifest", "slack", "--url", f"{URL}/"]) == 0
    assert yaml.safe_load(capfd.readouterr().out) == build_slack(URL)
    assert run(["manifest", "slack", "--out", "slack.yaml"]) == 0
    assert yaml.safe_load((tmp_path / "slack.yaml").read_text(encoding="utf-8")) == build_slack()


@pytest.mark.parametrize(
    ("token", "options", "expected"),
    [
        ("", [], URL),
        ("", ["--socket-mode"], ""),
        ("xapp-1", [], ""),
        ("xapp-1", ["--url", "https://other.example.com"], "https://other.example.com"),
    ],
)
def test_slack_by_socket_mode_beside_teams_by_address(
    token: str,
    options: list[str],
    expected: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAHAYAK_PUBLIC_URL", URL)
    monkeypatch.setenv("SLACK_APP_TOKEN", token)
    assert run(["manifest", "slack", *options]) == 0
    assert yaml.safe_load(capfd.readouterr().out) == build_slack(expected)
    assert run(["manifest", "slack", "--socket-mode", "--url", URL]) == 2
    assert "not both" in capfd.readouterr().err


@pytest.mark.parametrize(
    "url", ["http://desk.example.com", "desk.example.com", "javascript:alert(1)", "https://a b", "https://x/?y"]
)
def test_an_address_the_platform_could_not_use_is_refused(
    url: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["manifest", "slack", "--url", url]) == 2
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith("--url must")
