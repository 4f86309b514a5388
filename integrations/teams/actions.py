"""Buttons of a card. Teams shows six at most, answers forms only to task/fetch, and knows no confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.cards import Button, Card, Place, Style
from integrations.teams.payload import of_button
from integrations.teams.text import clip, escaped

MOST = 6
"""learn.microsoft.com, "Types of cards": more are hidden or refused."""
MORE_VERB = "ticket.more"
_LABEL, _SPOKEN = 80, 200
_STYLES = {Style.DEFAULT: "default", Style.PRIMARY: "positive", Style.DANGER: "destructive"}

Action = dict[str, Any]


def of_card(card: Card, *, fallback: bool) -> list[Action]:
    """The buttons in sight, and one that opens the rest where some are not: of a ticket as a dialog, else below the card."""
    weighty = [b for place in (Place.FIRST, Place.SECOND) for b in card.buttons if b.place is place]
    everything = len(weighty) == len(card.buttons) and len(weighty) <= MOST
    kept = weighty if everything else weighty[: MOST - 1]
    shown = [button for button in card.buttons if button in kept]
    drawn = [action(button, fallback=fallback) for button in shown]
    if everything:
        return drawn
    more = Button(card.more or "…", MORE_VERB, card.ref, card.version, opens_form=True)
    rest = [button for button in card.buttons if button not in kept]
    return [*drawn, action(more, fallback=fallback) if card.ref else _unfolding(more, rest)]


def _unfolding(more: Button, rest: Sequence[Button]) -> Action:
    """The rest stands in the card already, folded: nobody has to be asked for it."""
    rows = [rest[at : at + MOST] for at in range(0, len(rest), MOST)]
    body = [{"type": "ActionSet", "actions": [action(button, fallback=False) for button in row]} for row in rows]
    return {"type": "Action.ShowCard", **_named(more), "card": {"type": "AdaptiveCard", "version": "1.5", "body": body}}


def action(button: Button, *, fallback: bool) -> Action:
    """One button. With `fallback`, clients without Universal Actions send the same as a message."""
    if button.url:
        return {"type": "Action.OpenUrl", **_named(button), "url": button.url}
    if button.opens_form:
        return {"type": "Action.Submit", **_named(button), "data": {**of_button(button), "msteams": {"type": "task/fetch"}}}
    if button.confirm:
        return _asked_first(button, fallback)
    return _execute(button, fallback)


def _execute(button: Button, fallback: bool) -> Action:
    data = of_button(button)
    drawn = {"type": "Action.Execute", **_named(button), "verb": button.verb, "data": data}
    return drawn | ({"fallback": {"type": "Action.Submit", "title": drawn["title"], "data": data}} if fallback else {})


def _asked_first(button: Button, fallback: bool) -> Action:
    """The button unfolds the question; the "yes" below it does the deed. To say no is to fold it again."""
    sure = button.confirm
    assert sure is not None
    yes = replace(button, label=sure.yes, confirm=None)
    question = [
        {"type": "TextBlock", "text": escaped(sure.title, 300), "weight": "Bolder", "wrap": True},
        {"type": "TextBlock", "text": escaped(sure.text, 600).replace("\n", "\n\n"), "wrap": True},
    ]
    card = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [b for b in question if b["text"]],
        "actions": [_execute(yes, fallback)],
    }
    return {"type": "Action.ShowCard", **_named(button), "card": card}


def _named(button: Button) -> Action:
    names: Action = {"title": clip(button.label, _LABEL) or "…"}
    if button.accessible:
        names["tooltip"] = clip(button.accessible, _SPOKEN)
    if button.style is not Style.DEFAULT:
        names["style"] = _STYLES[button.style]
    return names


def row(buttons: Sequence[Button]) -> Sequence[Action]:
    """The buttons of a line in a list, as small as they can be: lists are long."""
    return [action(button, fallback=False) for button in buttons[:MOST]]
