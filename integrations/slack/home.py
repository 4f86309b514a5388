"""A card as somebody's App Home."""

from __future__ import annotations

from typing import Any

from app.cards import Card
from integrations.slack.blocks import card_blocks

HOME_BLOCKS = 100


def render_home(card: Card, workspace: str = "") -> dict[str, Any]:
    return {"type": "home", "blocks": card_blocks(card, HOME_BLOCKS, workspace)}
