"""The buttons of a card: those in sight as buttons, the others as options of one "More…" select."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.cards import Button, Card, Place, Row, Style
from integrations.slack.carried import BUTTON_VALUE, OPTION_VALUE, write_deed
from integrations.slack.cut import ELLIPSIS, clean, cut, shown, units

MORE = "more"
BLOCK = "actions"
LABEL = 75
PLACEHOLDER = 150
IN_SIGHT = 20
OPTIONS = 100
SMALL_WORDS = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})


def actions(card: Card) -> list[dict[str, Any]]:
    """One actions block or none. Its id changes with the card's version, so that a menu forgets what was chosen before."""
    elements = _in_sight(card)
    hidden = [b for b in card.buttons if _hidden(b)]
    if hidden:
        elements.append(menu(hidden, card.more, card.locale))
    if not elements:
        return []
    return [{"type": "actions", "block_id": f"{BLOCK}.{clean(card.ref)[:60]}.{card.version}", "elements": elements}]


def forgetting(drawn: dict[str, Any], stamp: int) -> dict[str, Any]:
    """The same with block ids of its own: a menu shows what was chosen before as long as its ids stay the same."""
    blocks = [
        {**one, "block_id": f"{one['block_id']}.{stamp}"} if str(one.get("block_id", "")).startswith(BLOCK) else one
        for one in drawn["blocks"]
    ]
    return {**drawn, "blocks": blocks}


def menu(buttons: Sequence[Button], label: str, locale: str) -> dict[str, Any]:
    """A select of what can be done; its placeholder is what a screen reader calls it."""
    placeholder = {"type": "plain_text", "text": cut(shown(label) or ELLIPSIS, PLACEHOLDER), "emoji": False}
    options = [_option(b, locale) for b in buttons][:OPTIONS]
    return {"type": "static_select", "action_id": MORE, "placeholder": placeholder, "options": options}


def accessory(row: Row, locale: str) -> dict[str, Any] | None:
    """Beside a line is room for one control: the button, or a select of everything that fits into one."""
    if row.acts:
        return menu([b for b in row.buttons if _fits(b)], row.more, locale)
    return button(row.button, locale, row.button.verb) if row.button else None


def button(button: Button, locale: str, action_id: str) -> dict[str, Any]:
    drawn: dict[str, Any] = {"type": "button", "text": _text(title_case(button.label, locale), LABEL)}
    if button.url:
        drawn |= {"action_id": action_id[:250] or "link", "url": button.url[:3000]}
    else:
        drawn |= {"action_id": action_id[:250] or "none", "value": write_deed(button)[:BUTTON_VALUE]}
    if button.style is not Style.DEFAULT:
        drawn["style"] = str(button.style)
    if shown(button.accessible):
        drawn["accessibility_label"] = cut(shown(button.accessible), LABEL)
    if button.confirm:
        c = button.confirm
        drawn["confirm"] = {
            "title": _text(c.title, 100), "text": _text(c.text, 300), "confirm": _text(c.yes, 30), "deny": _text(c.no, 30),
        }  # fmt: skip
    return drawn


def title_case(label: str, locale: str) -> str:
    """Slack's habit for buttons (docs.slack.dev, "Designing with Block Kit"); other languages than English have none."""
    if locale.partition("-")[0] != "en":
        return label
    words = label.split(" ")
    return " ".join(w if n and w in SMALL_WORDS else _capital(w) for n, w in enumerate(words))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:] if re.fullmatch(r"[a-z]+\W*", word) else word


def _in_sight(card: Card) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = []
    taken: set[str] = set()
    primary = 0
    for b in [b for b in card.buttons if not _hidden(b)][:IN_SIGHT]:
        element = button(b, card.locale, _unused(b.verb or "link", taken))
        primary += b.style is Style.PRIMARY
        if b.style is Style.PRIMARY and primary > 1:
            del element["style"]
        drawn.append(element)
    return drawn


def _hidden(button: Button) -> bool:
    """Belongs under "More…"; an address or a deed too long for an option stays a button."""
    return button.place is not Place.FIRST and _fits(button)


def _fits(button: Button) -> bool:
    return not button.url and units(write_deed(button)) <= OPTION_VALUE


def _option(button: Button, locale: str) -> dict[str, Any]:
    return {"text": _text(title_case(button.label, locale), LABEL), "value": write_deed(button)}


def _unused(verb: str, taken: set[str]) -> str:
    """The verb, or the verb and a number: an action id may stand only once in a block."""
    name, n = verb[:240], 1
    while name in taken:
        n += 1
        name = f"{verb[:240]}#{n}"
    taken.add(name)
    return name


def _text(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(shown(text) or ELLIPSIS, limit), "emoji": False}
