"""A report as a file. What is owed is remembered; the bytes are made when they leave, for whoever may still see them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app import words
from app.cards import Card, File, Store, said
from app.errors import Refusal
from app.people.model import Team
from app.people.permissions import Action, require
from app.policy.changes import current
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.posts.model import Delivery, DeliveryKind, Destination, NewDelivery
from app.reports import sheet
from app.reports.periods import Period
from app.reports.reading import Report, report_of

Part = tuple[Team, Period]

FORMATS: Mapping[str, tuple[Callable[[Sequence[Report]], bytes], str]] = {
    "xlsx": (sheet.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (sheet.as_csv, "text/csv"),
}
"""How each is made, and its media type."""

MOST_TEAMS = 5
"""Teams that one card has room for, and one file."""

FILE = "file:"
"""A file's own reference: this and the number of the delivery that hands it over."""

_TEAMS_NAMED = 120
"""Characters."""


@dataclass(frozen=True)
class Owed:
    """What to make for whom, as a delivery keeps it: team ids with their periods in seconds, and the format."""

    parts: tuple[tuple[int, int, int], ...]
    made: str

    @classmethod
    def of(cls, delivery: Delivery) -> Owed:
        kept = delivery.payload["file"]
        return cls(tuple((int(team), int(start), int(end)) for team, start, end in kept["parts"]), str(kept["as"]))


def owed(parts: Sequence[Part], made: str, to: Destination, person_id: int, locale: str) -> NewDelivery:
    """The delivery that hands it to a person, in their 1:1 chat."""
    kept = [[team.id, int(period.start.timestamp()), int(period.end.timestamp())] for team, period in parts]
    return NewDelivery(DeliveryKind.SAY, to, viewer_id=person_id, locale=locale, payload={"file": {"parts": kept, "as": made}})


def stored_at(delivery: Delivery, store: Store) -> NewDelivery:
    """The same file once more, now to where the platform wants its bytes."""
    return _again(delivery, {"store": vars(store)})


def to_show(delivery: Delivery) -> NewDelivery:
    """The bytes are where the platform wanted them: the file is shown."""
    return _again(delivery, {"stored": True})


def file_card(tx: Tx, delivery: Delivery, at: datetime) -> Card:
    """The file as it is now; a refusal in words where its reader may not see it any more."""
    try:
        return _drawn(tx, delivery, at)
    except Refusal as refusal:
        return said(words.say(refusal.key, delivery.locale, **refusal.facts), delivery.locale)


def _again(delivery: Delivery, more: Mapping[str, Any]) -> NewDelivery:
    payload = {**delivery.payload, **more}
    return NewDelivery(
        DeliveryKind.SAY, delivery.destination, ticket=delivery.ticket, viewer_id=delivery.viewer_id, locale=delivery.locale,
        payload=payload,
    )  # fmt: skip


def _drawn(tx: Tx, delivery: Delivery, at: datetime) -> Card:
    what, locale, payload = Owed.of(delivery), delivery.locale, delivery.payload
    parts = _parts(tx, delivery, what)
    stored, (make, media_type) = bool(payload.get("stored")), FORMATS[what.made]
    policy = current(tx, delivery.org_id)
    content = b"" if stored else make([report_of(tx, policy, team, period, at) for team, period in parts])
    named = ", ".join(team.name for team, _ in parts)[:_TEAMS_NAMED]
    file = File(
        _name(parts, what.made), media_type, content, f"{FILE}{delivery.id}", words.say("problem.file", locale),
        Store(**payload["store"]) if "store" in payload else None, stored,
    )  # fmt: skip
    return replace(said(words.say("report.file", locale, teams=named), locale), file=file)


def _parts(tx: Tx, delivery: Delivery, what: Owed) -> list[Part]:
    """The teams and their periods, if the reader may see them all."""
    person, policy = tx.people.get(delivery.org_id, delivery.viewer_id or 0), current(tx, delivery.org_id)
    found = []
    for team_id, start, end in what.parts:
        team = tx.teams.get(delivery.org_id, team_id)
        require(person, Action.SEE_REPORT, team_id=team.id)
        zone = calendar_of(policy, team.key).zone
        found.append((team, Period(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC), zone)))
    return found


def _name(parts: Sequence[Part], made: str) -> str:
    """report-it-2026-11-16-2026-11-22.xlsx: the first and the last day by the clock on the team's wall."""
    period = parts[0][1]
    zone, last = ZoneInfo(period.zone), period.end - timedelta(microseconds=1)
    team = f"{re.sub('[^A-Za-z0-9_-]', '', parts[0][0].key)[:40]}-" if len(parts) == 1 else ""
    return f"report-{team}{period.start.astimezone(zone):%Y-%m-%d}-{last.astimezone(zone):%Y-%m-%d}.{made}"
