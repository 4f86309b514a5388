"""Digests leave when their period has ended, each once; one that was missed leaves late and says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from app import words
from app.cards import Card
from app.people.duty import coverage_gaps
from app.people.model import Identity, Organisation, Person, Team
from app.people.model import Kind as PersonKind
from app.people.permissions import Action, may
from app.policy.changes import in_force, read_version
from app.policy.digests import DigestPolicy
from app.policy.document import Document
from app.policy.members import person_named
from app.policy.refs import parse_ref
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.ports.reports import Stock
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from app.posts.packing import pack
from app.posts.planning import quiet_until
from app.reports.cards import report_card
from app.reports.periods import Period, ended
from app.reports.reading import Report, report_of
from app.turn import locale_of

LATE = timedelta(minutes=15)
"""After its time a digest says that it is late."""


def due(tx: Tx, org_id: int, at: datetime) -> list[DigestPolicy]:
    """The digests of the policy in force whose period has ended and that have not left, each once."""
    _, document = in_force(tx, org_id)
    found = {name_of(document, digest): digest for digest in document.digests}
    return [digest for name, digest in found.items() if _is_due(tx, org_id, document, name, digest, at)]


def send(tx: Tx, org_id: int, digest: DigestPolicy, at: datetime) -> bool:
    """Plan it, in this transaction; False when somebody else has."""
    _, document = in_force(tx, org_id)
    team, period, name = (
        tx.teams.by_key(org_id, team_of(document, digest)),
        period_of(document, digest, at),
        name_of(document, digest),
    )
    org = tx.organisations.get(org_id)
    reader = reader_of(tx, org_id, digest)
    places = _places(tx, digest, org, reader)
    if team is None or digest not in document.digests or not places:
        return False
    made = _digest(tx, document, digest, team, period, at)
    if not tx.reports.leave(org_id, name, period.end, at, asdict(made.now)):
        return False
    card = digest_card(made, org, reader)
    held = quiet_until(tx, org, reader, at) if reader else None
    for place in places:
        delivery = NewDelivery(DeliveryKind.SAY, place, locale=card.locale, payload={"card": pack(card)}, not_before=held)
        tx.deliveries.plan(org_id, delivery, at)
    return True


def digest_card(report: Report, org: Organisation, reader: Person | None = None) -> Card:
    """For its `reader` in their own language and zone; in a channel in the organisation's language and the team's zone."""
    if reader is None:
        return report_card(report, words.negotiate(org.locale), report.period.zone)
    lists, files = (may(reader, action, report.team.id) for action in (Action.SEE_LISTS, Action.SEE_REPORT))
    return report_card(report, locale_of(reader, org), reader.timezone or report.period.zone, lists=lists, files=files)


def reader_of(tx: Tx, org_id: int, digest: DigestPolicy) -> Person | None:
    """Whom it goes to; None where it goes to channels, and for who has left or does not belong to the organisation."""
    person = person_named(tx, org_id, digest.to.person) if digest.to.person else None
    return person if person and person.active and person.kind is PersonKind.EMPLOYEE else None


def name_of(document: Document, digest: DigestPolicy) -> str:
    """Tells it from every other one: whoever changes anything of it has another one."""
    places = sorted(f"{platform}:{channel}" for platform, channel in digest.to.by_platform.items())
    places += [f"person:{digest.to.person}"] if digest.to.person else []
    return " ".join([team_of(document, digest), digest.every, digest.on or "-", digest.at, *places])


def team_of(document: Document, digest: DigestPolicy) -> str:
    return digest.team or document.default_team


def period_of(document: Document, digest: DigestPolicy, at: datetime) -> Period:
    """The last one that has ended, by the clock on the wall where the team works."""
    return ended(at, digest.at, digest.weekday, calendar_of(document, team_of(document, digest)).zone)


def next_end(tx: Tx, org_id: int, at: datetime) -> datetime | None:
    """When the next period ends that a digest of the policy in force tells of; None where there is none."""
    _, document = in_force(tx, org_id)
    steps = ((digest, timedelta(days=7 if digest.every == "week" else 1)) for digest in document.digests)
    return min((period_of(document, digest, at + step).end for digest, step in steps), default=None)


def _is_due(tx: Tx, org_id: int, document: Document, name: str, digest: DigestPolicy, at: datetime) -> bool:
    end = period_of(document, digest, at).end
    return not tx.reports.sent(org_id, name, end) and _known_since(tx, org_id, name, at) <= end


def _known_since(tx: Tx, org_id: int, name: str, at: datetime) -> datetime:
    """Since when every policy has named this digest: for no earlier time was it ever meant."""

    def names_it(version: tuple[int, datetime]) -> bool:
        document = read_version(tx, org_id, version[0])
        return any(name_of(document, digest) == name for digest in document.digests)

    versions: Iterable[tuple[int, datetime]] = takewhile(names_it, reversed(tx.policies.since(org_id, 0)))
    return min((since for _, since in versions), default=at)


def _digest(tx: Tx, document: Document, digest: DigestPolicy, team: Team, period: Period, at: datetime) -> Report:
    stood = tx.reports.figures(team.org_id, name_of(document, digest), period.start)
    return replace(
        report_of(tx, document, team, period, at),
        every=digest.every,
        late=at - period.end > LATE,
        stood=_stock(stood) if stood else None,
        gaps=coverage_gaps(tx, document, team, at) if digest.every == "week" else (),
    )


def _stock(figures: Mapping[str, Any]) -> Stock:
    return Stock(**{name: int(figures.get(name, 0)) for name in Stock.__dataclass_fields__})


def _places(tx: Tx, digest: DigestPolicy, org: Organisation, reader: Person | None) -> list[Destination]:
    """'' is the workspace of a platform that has not told who we are: what is planned then waits for it.

    None for a person whom no platform knows yet: it is due until one does.
    """
    known = sorted(tx.workspaces.of(org.id), key=lambda workspace: not workspace.active)
    first = {workspace.platform: workspace.external_id for workspace in reversed(known)}
    if reader is not None:
        return [
            Destination(who.platform, who.workspace or first.get(who.platform, ""), Kind.DIRECT, who.conversation, user=who.user)
            for who in _where(reader, digest.to.person or "")
        ]
    return [
        Destination(platform, first.get(platform, ""), Kind.CHANNEL, channel=channel)
        for platform, channel in digest.to.by_platform.items()
    ]


def _where(reader: Person, ref: str) -> list[Identity]:
    """On the platform by which the policy names them; of somebody named by an address where they have talked with the desk."""
    platform = parse_ref(ref).platform
    found = [who for who in reader.identities if platform in (None, who.platform)]
    return sorted(found, key=lambda who: not who.conversation)[:1]
