"""Who may do what: one table, one function, asked inside the transaction that writes."""

from __future__ import annotations

from enum import StrEnum

from app.errors import NotAllowed, NotFound
from app.people.model import Kind, Person


class Action(StrEnum):
    CREATE = "create"
    CREATE_FOR = "create_for"
    SEE = "see"
    SEE_NOTES = "see_notes"
    COMMENT = "comment"
    REPLY = "reply"
    NOTE = "note"
    CLAIM = "claim"
    ASSIGN = "assign"
    PRIORITISE = "prioritise"
    EDIT = "edit"
    MOVE = "move"
    WAIT = "wait"
    SNOOZE = "snooze"
    RESOLVE = "resolve"
    REJECT = "reject"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    SEE_QUEUE = "see_queue"
    AWAY = "away"
    AWAY_FOR = "away_for"
    SEE_DUTY = "see_duty"
    SEE_LISTS = "see_lists"
    SEE_REPORT = "see_report"
    FOLLOW = "follow"
    ADD_FOLLOWER = "add_follower"
    SEPARATE = "separate"
    MERGE = "merge"
    ME_TOO = "me_too"
    KNOWN_ISSUE = "known_issue"


class Standing(StrEnum):
    """How a person stands to one ticket. Somebody may stand in several ways; any of them is enough."""

    ANYONE = "anyone"
    REQUESTER = "requester"
    FOLLOWER = "follower"
    AGENT = "agent"
    OTHER_AGENT = "other_agent"
    LEAD = "lead"
    ADMIN = "admin"


_EVERY_HELPER = frozenset({Standing.AGENT, Standing.OTHER_AGENT, Standing.LEAD, Standing.ADMIN})
_TEAM = frozenset({Standing.AGENT, Standing.LEAD, Standing.ADMIN})
_MINE = frozenset({Standing.REQUESTER})
_READS_ALONG = frozenset({Standing.FOLLOWER})

ALLOWED: dict[Action, frozenset[Standing]] = {
    Action.CREATE: frozenset(Standing),
    Action.CREATE_FOR: _EVERY_HELPER,
    Action.SEE: _EVERY_HELPER | _MINE | _READS_ALONG,
    Action.SEE_NOTES: _TEAM,
    Action.COMMENT: _EVERY_HELPER | _MINE | _READS_ALONG,
    Action.REPLY: _EVERY_HELPER,
    Action.NOTE: _TEAM,
    Action.CLAIM: frozenset({Standing.AGENT, Standing.LEAD}),
    Action.ASSIGN: _TEAM,
    Action.PRIORITISE: _TEAM,
    Action.EDIT: _TEAM,
    Action.MOVE: _TEAM,
    Action.WAIT: _TEAM,
    Action.SNOOZE: _TEAM,
    Action.RESOLVE: _TEAM,
    Action.REJECT: _TEAM,
    Action.CONFIRM: _MINE,
    Action.WITHDRAW: _MINE,
    Action.REOPEN: _TEAM | _MINE,
    Action.SEE_QUEUE: _EVERY_HELPER,
    Action.AWAY: frozenset({Standing.AGENT}),
    Action.AWAY_FOR: frozenset({Standing.LEAD, Standing.ADMIN}),
    Action.SEE_DUTY: _EVERY_HELPER,
    Action.SEE_LISTS: _TEAM,
    Action.SEE_REPORT: frozenset({Standing.LEAD, Standing.ADMIN}),
    Action.FOLLOW: _EVERY_HELPER | _MINE | _READS_ALONG,
    Action.ADD_FOLLOWER: _TEAM,
    Action.SEPARATE: _TEAM | _MINE,
    Action.MERGE: _TEAM,
    Action.ME_TOO: frozenset(Standing),
    Action.KNOWN_ISSUE: _TEAM,
}

_SAYS = {
    Action.CONFIRM: "refusal.not_requester",
    Action.WITHDRAW: "refusal.not_requester",
    Action.SEE_QUEUE: "refusal.only_agents",
    Action.AWAY: "refusal.for_agents",
    Action.SEE_DUTY: "refusal.for_agents",
    Action.SEE_REPORT: "refusal.for_leads",
    Action.CREATE_FOR: "refusal.not_yours",
    Action.REOPEN: "refusal.not_yours",
    Action.COMMENT: "refusal.not_yours",
    Action.FOLLOW: "refusal.not_yours",
    Action.SEPARATE: "refusal.not_yours",
}


def standings(person: Person, team_id: int | None, requester_id: int | None, *, follows: bool = False) -> frozenset[Standing]:
    """How `person` stands to a ticket of that team and requester (None: to the desk as a whole).

    `follows`: an agent has added them to those who hear of it. Guests ask and see their own, whatever a policy file says of
    them; strangers and people who have left stand nowhere.
    """
    if not person.active or person.kind is Kind.EXTERNAL:
        return frozenset()
    found = {Standing.ANYONE}
    if requester_id is not None and requester_id == person.id:
        found.add(Standing.REQUESTER)
    if person.kind is Kind.GUEST:
        return frozenset(found)
    if follows:
        found.add(Standing.FOLLOWER)
    if person.admin:
        found.add(Standing.ADMIN)
    if person.is_agent:
        found.add(Standing.AGENT if team_id is None or person.works_in(team_id) else Standing.OTHER_AGENT)
    if team_id is not None and person.leads(team_id):
        found.add(Standing.LEAD)
    return frozenset(found)


def may(
    person: Person, action: Action, team_id: int | None = None, requester_id: int | None = None, *, follows: bool = False
) -> bool:
    """The policy function. Everything that shows or writes asks here."""
    return bool(standings(person, team_id, requester_id, follows=follows) & ALLOWED[action])


def require(
    person: Person,
    action: Action,
    *,
    team_id: int | None = None,
    requester_id: int | None = None,
    ticket: str = "",
    team: str = "",
    follows: bool = False,
) -> None:
    """Refuse what `person` may not. A ticket that is not theirs to see is not there, in the same words as one that is not."""
    if may(person, action, team_id, requester_id, follows=follows):
        return
    if person.kind is Kind.EXTERNAL or not person.active:
        raise NotAllowed("refusal.external")
    if ticket and not may(person, Action.SEE, team_id, requester_id, follows=follows):
        raise NotFound("refusal.not_found", ticket=ticket)
    raise NotAllowed(_SAYS.get(action, "refusal.not_agent"), team=team)
