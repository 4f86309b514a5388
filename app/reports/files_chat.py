"""Asking for a report as a file. What was asked for is owed from then on; it comes in the person's 1:1 chat with the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.attachments.reading import carried
from app.cards import Store
from app.errors import Conflict, NotFound
from app.interaction import Can
from app.people.model import Team
from app.people.permissions import Action, require
from app.policy.working_time import calendar_of
from app.posts.model import Delivery, Destination, Kind
from app.replies import Nothing, Reply
from app.reports.files import FILE, FORMATS, MOST_TEAMS, Part, owed, stored_at
from app.reports.periods import LONGEST, Period
from app.turn import Turn, Verb

AGAIN = 60
"""Seconds in which the same file asked for again is the same deed: a second click, or words that a platform brings twice."""


def owe(turn: Turn, parts: Sequence[Part], made: str) -> Reply:
    """The file of these teams and periods is on its way; how it is made is one of `FORMATS`. Asked for in the 1:1 chat it needs
    no announcing: it is the answer.
    """
    if _first_time(turn, parts, made):
        delivery = owed(parts, made, _their_chat(turn), turn.person.id, turn.locale)
        turn.tx.deliveries.plan(turn.org.id, delivery, turn.at)
    asked = turn.interaction
    answered = asked.where.direct and Can.ANSWER not in asked.can
    return Nothing() if answered else turn.notice("notice.file_coming")


def as_file(turn: Turn) -> Reply:
    """A button of a report: of the teams it shows, in the period it shows."""
    values = turn.interaction.values or {}
    teams = [_team(turn, key) for key in (values.get("teams") or turn.interaction.ref).split(",")[:MOST_TEAMS]]
    made = values.get("as", "")
    if made not in FORMATS:
        raise Conflict("refusal.unknown_verb")
    start, end = _period(values.get("since", ""), values.get("until", ""))
    return owe(turn, [(team, Period(start, end, calendar_of(turn.policy, team.key).zone)) for team in teams], made)


def _team(turn: Turn, key: str) -> Team:
    team = turn.tx.teams.by_key(turn.org.id, key)
    if team is None:
        require(turn.person, Action.CREATE)
        raise NotFound("refusal.gone_team")
    require(turn.person, Action.SEE_REPORT, team_id=team.id)
    return team


def taken(turn: Turn) -> Reply:
    """They took the file that was offered: now its bytes go where the platform wants them. Each offer counts once."""
    values, offer = turn.interaction.values or {}, _offer(turn)
    if "attachment" in offer.payload and carried(turn.tx, offer, turn.links, turn.at) is None:
        raise Conflict("refusal.file_removed")
    if not turn.tx.inbox.first_time(turn.org.id, f"file:{offer.id}:taken", turn.at):
        raise Conflict("refusal.file_taken")
    store = Store(**{name: values.get(name, "") for name in ("upload", "address", "id", "kind", "name")})
    turn.tx.deliveries.plan(turn.org.id, stored_at(offer, store), turn.at)
    return Nothing()


def left(turn: Turn) -> Reply:
    """They want no file after all."""
    _offer(turn)
    return turn.notice("notice.file_left")


def _offer(turn: Turn) -> Delivery:
    """The delivery that offered it, if it was theirs and they may still see what is in it."""
    ref = turn.interaction.ref.removeprefix(FILE)
    number = int(ref) if ref.isascii() and ref.isdigit() and len(ref) <= 15 else 0
    found = turn.tx.deliveries.get(turn.org.id, number) if number else None
    offers = found is not None and ("file" in found.payload or "attachment" in found.payload) and "store" not in found.payload
    if found is None or not offers or found.viewer_id != turn.person.id:
        require(turn.person, Action.CREATE)
        raise NotFound("refusal.file_unknown")
    return found


def _first_time(turn: Turn, parts: Sequence[Part], made: str) -> bool:
    inbox, org_id, minute = turn.tx.inbox, turn.org.id, int(turn.at.timestamp()) // AGAIN
    lengths = ",".join(f"{team.id}:{int((period.end - period.start).total_seconds()) // 3600}" for team, period in parts)
    last = ",".join(f"{period.end:%Y%m%d%H}" for _, period in parts[:1])
    keys = [f"file:{turn.person.id}:{made}:{lengths}:{last}:{number}"[:255] for number in (minute - 1, minute)]
    return not inbox.seen(org_id, keys[0]) and inbox.first_time(org_id, keys[1], turn.at)


def _their_chat(turn: Turn) -> Destination:
    """The 1:1 chat on the platform where they ask."""
    asked = turn.interaction
    mine = [one for one in turn.person.identities if one.platform is asked.platform and one.user == asked.actor]
    known = asked.where.channel if asked.where.direct else next((one.conversation for one in mine), "")
    return Destination(asked.platform, asked.workspace, Kind.DIRECT, channel=known, user=asked.actor)


def _period(since: str, until: str) -> tuple[datetime, datetime]:
    """As the button carries it. Raises Conflict for what no report has."""
    if not all(text.isascii() and text.isdigit() and len(text) <= 10 for text in (since, until)):
        raise Conflict("refusal.unknown_period")
    start, end = (datetime.fromtimestamp(int(text), UTC) for text in (since, until))
    if end <= start:
        raise Conflict("refusal.period_backwards")
    if end - start > timedelta(days=LONGEST + 1):
        raise Conflict("refusal.period_too_long", limit=LONGEST)
    return start, end


VERBS: dict[str, Verb] = {"report.file": as_file, "chat.file_taken": taken, "chat.file_left": left}
