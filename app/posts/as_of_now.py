"""What was packed a while ago leaves as things stand by then: summary and quotes read as the ticket does, and whoever wants
to hear of it no more does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import regex

from app import words
from app.cards import Card
from app.people.model import Person
from app.people.permissions import Action, may
from app.ports import Tx
from app.posts.model import Delivery, DeliveryKind
from app.posts.packing import ABOUT, pack
from app.text import unended
from app.tickets.comment import Comment
from app.tickets.last_word import may_be_quoted
from app.tickets.model import Ticket

_NO_WORDS = frozenset({"_", "_at", "verb", "ref", "url", "tone", "style", "place", "locale", "values", "identities"})
"""Parts of a card that nobody reads."""


@dataclass(frozen=True)
class Holds:
    """Whose words a card holds, and for whom: `tickets` may be named with their summaries, `quoted` is a comment, and `reports`
    says that `person` hears of that ticket because they have the same problem.
    """

    tickets: tuple[Ticket, ...] = ()
    quoted: Comment | None = None
    reports: Ticket | None = None
    person: Person | None = None


def pack_with(card: Card, holds: Holds) -> Any:
    """The packed card, with what has to be asked again before it leaves."""
    packed = pack(card)
    about: dict[str, Any] = {}
    named = {str(one.number): unended(one.summary) for one in holds.tickets if one.summary}  # as sentences name them
    held = {number: summary for number, summary in named.items() if _says(packed, summary)}
    if held:
        about["summaries"] = held
    if holds.quoted is not None:
        about["quoted"] = {"comment": holds.quoted.id, "text": holds.quoted.text}
    if holds.reports is not None and holds.person is not None:
        about["reports"] = {"ticket": holds.reports.number, "person": holds.person.id}
    return {**packed, ABOUT: about} if about else packed


def as_of_now(tx: Tx, delivery: Delivery) -> Delivery | None:
    """The delivery with its cards as they have to read now; None where nothing of it is left to say."""
    payload = delivery.payload
    if delivery.kind is not DeliveryKind.SAY or not ("cards" in payload or "card" in payload):
        return delivery
    several = "cards" in payload
    cards = [_now(tx, delivery, packed) for packed in (payload["cards"] if several else [payload["card"]])]
    left = [card for card in cards if card is not None]
    if not left:
        return None
    return replace(delivery, payload={**payload, **({"cards": left} if several else {"card": left[0]})})


def _now(tx: Tx, delivery: Delivery, packed: Mapping[str, Any]) -> Any:
    about: Mapping[str, Any] = packed.get(ABOUT, {})
    if not _still_reports(tx, delivery.org_id, about.get("reports")):
        return None
    changes = {old: new for old, new in _changes(tx, delivery.org_id, about, str(packed.get("locale", ""))) if old != new}
    plain = {name: value for name, value in packed.items() if name != ABOUT}
    return _read(plain, changes) if changes else plain


def _still_reports(tx: Tx, org_id: int, reports: Mapping[str, int] | None) -> bool:
    if reports is None:
        return True
    known = tx.reporters.find(org_id, reports["ticket"], reports["person"]) is not None
    return known and may(tx.people.get(org_id, reports["person"]), Action.ME_TOO)


def _changes(tx: Tx, org_id: int, about: Mapping[str, Any], locale: str) -> Iterable[tuple[str, str]]:
    for number, summary in about.get("summaries", {}).items():
        ticket = tx.tickets.get(org_id, int(number))
        yield summary, unended(ticket.summary) if ticket else "…"
    if quoted := about.get("quoted"):
        said = tx.comments.get(org_id, quoted["comment"])
        yield quoted["text"], said.text if said and may_be_quoted(said) else words.say("line.removed", words.negotiate(locale))


def _says(value: Any, text: str) -> bool:
    """Whether any part of a packed card holds it."""
    if isinstance(value, str):
        return text in value
    if isinstance(value, list):
        return any(_says(one, text) for one in value)
    return isinstance(value, dict) and any(_says(part, text) for name, part in value.items() if name not in _NO_WORDS)


def _read(value: Any, changes: Mapping[str, str]) -> Any:
    """The same with each of these texts as it reads now; parts of longer words are left alone."""
    if isinstance(value, str):
        either = "|".join(regex.escape(old) for old in sorted(changes, key=len, reverse=True))
        return regex.sub(
            rf"(?<![\p{{L}}\p{{M}}\p{{N}}])(?:{either})(?![\p{{L}}\p{{M}}\p{{N}}])", lambda old: changes[old[0]], value
        )
    if isinstance(value, list):
        return [_read(one, changes) for one in value]
    if isinstance(value, dict):
        return {name: part if name in _NO_WORDS else _read(part, changes) for name, part in value.items()}
    return value
