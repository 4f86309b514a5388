"""The desk's replies as the answers Teams expects to each invoke.

Shapes: learn.microsoft.com, "Universal Actions" (adaptiveCard/action), "Use dialogs with bots" (task), "Respond to search",
"Typeahead search in Adaptive Cards" (application/search).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.cards import Card, Text, Tone
from app.interaction import Can
from app.replies import Answer, FixForm, Notice, OpenForm, Reply, Results, Say, ShowCard, Suggestions
from integrations.teams import dialogs
from integrations.teams.adaptive import CONTENT_TYPE, render, spoken
from integrations.teams.text import clip, shown

MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
ERROR_TYPE = "application/vnd.microsoft.error"
SEARCH_TYPE = "application/vnd.microsoft.search.searchResponse"
MOST_RESULTS = 25
MOST_SUGGESTIONS = 15

Body = dict[str, Any]


def body(name: str, reply: Reply, can: frozenset[Can] = frozenset()) -> Body:
    """What the invoke `name` is answered with; {} closes a dialog. A card that was pressed in a dialog is shown there again."""
    stays = name == "task/submit" and Can.CARD in can and isinstance(reply, ShowCard)
    return (_fetched if stays else _BODIES[name])(reply)


def not_supported(name: str) -> Body:
    """For what nobody here understands: nothing was done."""
    if name.startswith(("task/", "composeExtension/", "fileConsent/")):
        return {}
    return {
        "statusCode": 400,
        "type": ERROR_TYPE,
        "value": {"code": "NotSupported", "message": "This action is not supported."},
    }


def _card_action(reply: Reply) -> Body:
    """The card that comes back is seen by the presser alone; everybody's copy is updated by a delivery."""
    if isinstance(reply, ShowCard | Answer | Say):
        note = reply.note if isinstance(reply, ShowCard) else ""
        return {"statusCode": 200, "type": CONTENT_TYPE, "value": render(_noted(reply.card, note))}
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": _sentence(reply)}


def _dialog(reply: Reply) -> Body:
    if isinstance(reply, OpenForm):
        return _go_on(dialogs.render(reply.form))
    if isinstance(reply, FixForm) and reply.form:
        form = reply.form
        mended = replace(form, problem=reply.text or form.problem, problems={**form.problems, **reply.problems})
        return _go_on(dialogs.render(mended))
    if isinstance(reply, Answer | Say):
        return _go_on(dialogs.showing(reply.card))
    text = _sentence(reply)
    return {"task": {"type": "message", "value": text}} if text else {}


def _fetched(reply: Reply) -> Body:
    """A dialog that was asked for must say something, or Teams shows an error."""
    return _go_on(dialogs.showing(_noted(reply.card, reply.note))) if isinstance(reply, ShowCard) else _dialog(reply)


def _results(reply: Reply) -> Body:
    if isinstance(reply, Results) and reply.cards:
        found = [_result(card) for card in reply.cards[:MOST_RESULTS]]
        return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": found}}
    return {"composeExtension": {"type": "message", "text": _sentence(reply)}}


def _suggestions(reply: Reply) -> Body:
    """Nothing for whatever is no such answer."""
    found = reply.options[:MOST_SUGGESTIONS] if isinstance(reply, Suggestions) else ()
    return {"statusCode": 200, "type": SEARCH_TYPE, "value": {"results": [dialogs.choice(one) for one in found]}}


_BODIES: Mapping[str, Callable[[Reply], Body]] = {
    "adaptiveCard/action": _card_action,
    "task/fetch": _fetched,
    "task/submit": _dialog,
    "composeExtension/fetchTask": _fetched,
    "composeExtension/submitAction": _dialog,
    "composeExtension/query": _results,
    "application/search": _suggestions,
    "fileConsent/invoke": lambda reply: {},
}


def _go_on(dialog: Body) -> Body:
    return {"task": {"type": "continue", "value": dialog}}


def _sentence(reply: Reply) -> str:
    """The reply as one plain sentence, '' where there is none."""
    if isinstance(reply, Notice):
        return reply.text
    if isinstance(reply, FixForm):
        return "\n".join(filter(None, (reply.text, *reply.problems.values())))
    if isinstance(reply, Results):
        return reply.empty
    if isinstance(reply, ShowCard):
        return reply.note
    return spoken(reply.card) if isinstance(reply, Answer | Say) else ""


def _noted(card: Card, note: str) -> Card:
    return replace(card, body=(Text((note,), Tone.STRONG), *card.body)) if note else card


def _result(card: Card) -> Body:
    """The card that is sent when it is chosen, and the two lines that are shown in the list. Previews may read HTML."""
    first = "".join(shown(part) for element in card.body if isinstance(element, Text) for part in element.parts)
    text = first if card.title and first else spoken(card)
    preview = {"title": _inert(card.title or spoken(card), 120), "text": _inert(text, 200)}
    return {
        "contentType": CONTENT_TYPE,
        "content": render(card),
        "preview": {"contentType": "application/vnd.microsoft.card.thumbnail", "content": preview},
    }


def _inert(text: str, limit: int) -> str:
    return clip(" ".join(text.split()), limit).replace("<", "‹").replace(">", "›")
