"""The Slack app manifest."""

from __future__ import annotations

from typing import Any

import yaml

from app.manifests.presenting import TEXTS
from app.manifests.ways_in import GLOBAL_SHORTCUT, MESSAGE_SHORTCUT, SLACK_COMMAND, SLACK_EVENTS, SLACK_SCOPES
from app.phrases import PHRASES, Phrase
from app.words import say

COLOUR = "#1F6F5C"


def build_slack(url: str = "") -> dict[str, Any]:
    """The manifest. `url` is the desk's own address without a path; without one the app uses Socket Mode."""
    endpoint = f"{url}/slack/events" if url else ""
    words = TEXTS["en"]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": words.name,
            "description": words.short,
            "long_description": words.full,
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": words.name, "always_online": True},
            "shortcuts": [
                _shortcut("message", MESSAGE_SHORTCUT, words.create, words.create_about),
                _shortcut("global", GLOBAL_SHORTCUT, words.new, words.new_about),
            ],
            "slash_commands": [_command(endpoint)],
        },
        "oauth_config": {"scopes": {"bot": sorted({*SLACK_SCOPES, *filter(None, SLACK_EVENTS.values())})}},
        "settings": {
            "event_subscriptions": _at(endpoint) | {"bot_events": sorted(SLACK_EVENTS)},
            "interactivity": {"is_enabled": True} | _at(endpoint) | ({"message_menu_options_url": endpoint} if endpoint else {}),
            "org_deploy_enabled": False,
            "socket_mode_enabled": not endpoint,
            "token_rotation_enabled": False,
        },
    }


def slack_yaml(url: str = "") -> str:
    """The same as text to paste."""
    return yaml.safe_dump(build_slack(url), sort_keys=False, allow_unicode=True, width=120)


def usage_hint() -> str:
    """What may follow the command, in the order of the table of commands: `[new summary | status ticket | …]`."""
    return f"[{' | '.join(_typed(phrase) for phrase in PHRASES)}]"


def _typed(phrase: Phrase) -> str:
    argument = say(phrase.argument, "en") if phrase.argument else ""
    return f"{phrase.name} {argument}" if argument not in ("", phrase.name) else phrase.name


def _command(endpoint: str) -> dict[str, Any]:
    about = {"command": SLACK_COMMAND, "description": TEXTS["en"].new_about, "usage_hint": usage_hint(), "should_escape": False}
    return about | ({"url": endpoint} if endpoint else {})


def _shortcut(kind: str, callback: str, name: str, about: str) -> dict[str, str]:
    return {"name": name, "type": kind, "callback_id": callback, "description": about}


def _at(endpoint: str) -> dict[str, str]:
    return {"request_url": endpoint} if endpoint else {}
