"""A small reader for what was drawn: whom it would ping, where it would lead. It shares nothing with the renderers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_SLACK = re.compile(r"<([^<>]*)>")
_MARKDOWN = re.compile(r"!?\[[^\[\]]*\]\(([^()\s]*)\)")
_HTML = re.compile(r"<\s*/?\s*(at|a|img|script|b|i)\b", re.IGNORECASE)


@dataclass
class Reach:
    """`pings` are platform user ids (or "!channel" and the like), `links` addresses, `dates` how many instants are drawn."""

    pings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    dates: int = 0


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for inner in node.values():
            yield from nodes(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from nodes(inner)


def of_slack(drawn: Any, spoken: str = "") -> Reach:
    """Blocks or a view, and the `text` beside them, which Slack interprets too."""
    reach = Reach()
    _slack_text(spoken, reach)
    for node in nodes(drawn):
        kind, text = node.get("type"), node.get("text")
        if kind == "mrkdwn":
            _slack_text(str(text), reach)
        elif kind == "user":
            reach.pings.append(node["user_id"])
        elif kind in ("broadcast", "usergroup", "channel"):
            reach.pings.append(f"!{kind}")
        elif kind == "date":
            reach.dates += 1
        elif kind == "plain_text" and node.get("emoji", True):
            reach.pings.append(f"emoji in {text!r}")
        if kind == "link" or "url" in node:
            reach.links.append(node["url"])
    return reach


def _slack_text(text: str, reach: Reach) -> None:
    for token in _SLACK.findall(text):
        if token.startswith("!date^"):
            reach.dates += 1
        elif token[:1] in "@!#":
            reach.pings.append(token.lstrip("@").split("|")[0])
        else:
            reach.links.append(token.split("|")[0])
    rest = _SLACK.sub("", text)
    if "<" in rest or ">" in rest:
        reach.links.append(f"an unescaped bracket in {rest[:80]!r}")


def of_teams(card: dict[str, Any]) -> Reach:
    """An Adaptive Card: Markdown in text blocks and facts, links of runs, mentions that have an entity."""
    reach = Reach()
    mentions = {}
    for node in nodes(card):
        if node.get("type") == "mention":
            mentions[node["text"]] = node["mentioned"]["id"]
    for node in nodes(card):
        kind = node.get("type")
        if kind == "TextBlock":
            _teams_text(node["text"], mentions, reach)
        elif kind == "FactSet":
            for fact in node["facts"]:
                _teams_text(fact["title"], mentions, reach)
                _teams_text(fact["value"], mentions, reach)
        elif kind == "TextRun" and ("<at>" in node["text"].lower() or "{{" in node["text"]):
            reach.pings.append(f"a run with {node['text'][:80]!r}")
        elif kind == "Action.OpenUrl":
            reach.links.append(node["url"])
    return reach


def _teams_text(text: str, mentions: dict[str, str], reach: Reach) -> None:
    """What is escaped shows itself: it counts as a letter."""
    text = re.sub(r"\\[!-/:-@\[-`{-~]", "x", text)
    for written, user in mentions.items():
        reach.pings += [user] * text.count(written)
        text = text.replace(written, "")
    dates = re.findall(r"\{\{(?:DATE|TIME)\([0-9TZ:-]+(?:,SHORT)?\)\}\}", text)
    reach.dates += len(dates)
    reach.links += _MARKDOWN.findall(text)
    reach.pings += [f"markup {found[0]!r}" for found in _HTML.finditer(text)]
    if text.count("{{") > len(dates):
        reach.pings.append(f"a macro in {text[:80]!r}")
