"""A ticket's history as people read it: a sentence for every event, and of what was said how it begins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app import words
from app.cards import Card, Element, Inline, Moment, Row, Text, Tone
from app.events import EVENTS
from app.people.model import Person
from app.ports import HistoryLine, Tx
from app.text import DETAILS, one_line
from app.tickets.cards import moment
from app.tickets.comment import Visibility
from app.tickets.model import Priority, Ticket
from app.tickets.pages import Page, Turning, place, turners
from app.tickets.quoting import shortened
from app.tickets.sentences import plainly, sentence, told_moment

QUOTED = 80
"""Characters of what was said."""

DESK = "Sahayak"
"""Who did what nobody did."""


@dataclass(frozen=True)
class Names:
    """The people, teams and categories that some lines of a history name; teams and categories by their keys."""

    requester_id: int
    people: Mapping[int, Person]
    teams: Mapping[str, str]
    categories: Mapping[str, str]

    @classmethod
    def of(cls, tx: Tx, ticket: Ticket, lines: Sequence[HistoryLine]) -> Names:
        named = {line.by_id for line in lines} | {ticket.requester_id}
        named |= {line.changes.get(fact) for line in lines for fact in ("assignee", "before", "follower", "reporter")}
        teams = {team.key: team.name for team in tx.teams.all(ticket.org_id)}
        categories = {category.key: category.name for category in tx.categories.all(ticket.org_id)}
        return cls(
            ticket.requester_id, tx.people.many(ticket.org_id, [one for one in named if type(one) is int]), teams, categories
        )

    def person(self, person_id: int | None) -> str:
        found = self.people.get(person_id) if person_id is not None else None
        return found.name if found else DESK


def quotes(tx: Tx, ticket: Ticket, lines: Sequence[HistoryLine], *, internal: bool) -> Mapping[int, str]:
    """How what was said in these lines begins, as it reads now; of what was taken back there is nothing.

    What is a note by now (a reply that was unsent as well) is quoted only to whoever may read notes: `internal`.
    """
    said = [tx.comments.get(ticket.org_id, number) for line in lines if type(number := line.changes.get("comment")) is int]
    ours = [comment for comment in said if comment and comment.ticket == ticket.number and not comment.removed]
    standing = [comment for comment in ours if internal or comment.visibility is Visibility.PUBLIC]
    return {comment.id: shortened(one_line(comment.text, DETAILS), QUOTED) for comment in standing if comment.text.strip()}


@dataclass(frozen=True)
class Fates:
    """Of what was said, by its id: who said it ('' nobody), and what was sent to whoever asked and taken back."""

    authors: Mapping[int, str] = field(default_factory=dict)
    unsent: Collection[int] = frozenset()


def fates(tx: Tx, ticket: Ticket, lines: Sequence[HistoryLine], *, internal: bool) -> Fates:
    """For a reader who may read notes (`internal`) a line of its own tells what was taken back."""
    removed = [line.changes.get("comment") for line in lines if line.event == "ticket.reworded" and line.changes.get("removed")]
    sent = [line.changes.get("comment") for line in lines if line.event == "ticket.commented" and line.changes.get("from_agent")]
    found = {one: tx.comments.get(ticket.org_id, one) for one in {*removed, *sent} if one}
    said = {number: one for number, one in found.items() if one and one.ticket == ticket.number}
    by = {number: one.author_id for number, one in said.items() if number in removed and one.author_id}
    if 0 in removed and ticket.source.own:
        by[0] = ticket.requester_id
    people = tx.people.many(ticket.org_id, by.values()) if by else {}
    authors = {number: people[author].name for number, author in by.items() if author in people}
    unsent = {number for number, one in said.items() if not internal and one.visibility is Visibility.INTERNAL}
    return Fates(authors, unsent)


@dataclass(frozen=True)
class Teller:
    """Makes sentences for one reader. `zone` is theirs, `said` by its id how what was said begins."""

    names: Names
    locale: str
    zone: str
    said: Mapping[int, str] = field(default_factory=dict)
    fates: Fates = field(default_factory=Fates)

    def sentence(self, line: HistoryLine) -> str:
        """The same as mere text."""
        return plainly(self.told(line))

    def told(self, line: HistoryLine) -> tuple[Inline, ...]:
        """Who did what. What a newer program has written here and this one does not know is told as a change."""
        if line.event not in EVENTS:
            return self._say("trail.other", line)
        telling = _TOLD.get(line.event)
        key, facts = telling(self, line) if telling else (f"trail.{line.event}", {})
        return self._say(key, line, **facts)

    def _say(self, key: str, line: HistoryLine, **facts: Inline) -> tuple[Inline, ...]:
        requester = self.names.person(self.names.requester_id)
        return sentence(key, self.locale, **{"name": self.names.person(line.by_id), "requester": requester, **facts})

    def moment(self, written: str) -> Moment:
        return told_moment(datetime.fromisoformat(written), self.locale, self.zone)


Telling = tuple[str, Mapping[str, Inline]]


def _opened(teller: Teller, line: HistoryLine) -> Telling:
    return ("trail.ticket.opened" if line.by_id == teller.names.requester_id else "trail.opened_for"), {}


def _claimed(teller: Teller, line: HistoryLine) -> Telling:
    before = line.changes.get("before")
    return ("trail.taken_over", {"person": teller.names.person(before)}) if before else ("trail.ticket.claimed", {})


def _assigned(teller: Teller, line: HistoryLine) -> Telling:
    return ("trail.ticket.assigned" if line.by_id else "trail.given"), {"person": teller.names.person(line.changes["assignee"])}


def _prioritised(teller: Teller, line: HistoryLine) -> Telling:
    before, after = Priority(line.changes["before"]), Priority(line.changes["after"])
    facts = {"before": words.say(f"priority.{before}", teller.locale), "after": words.say(f"priority.{after}", teller.locale)}
    kind, _, rule = str(line.changes["reason"]).partition(":")
    raised = after.rank > before.rank
    if kind not in ("rule", "category", "escalation"):
        return ("trail.raised" if raised else "trail.lowered"), facts
    rule = teller.names.categories.get(rule, rule) if kind == "category" else rule
    facts |= {"reason": words.say(f"reason.{kind}", teller.locale, rule=rule, category=rule)}
    return ("trail.raised_because" if raised else "trail.lowered_because"), facts


def _categorised(teller: Teller, line: HistoryLine) -> Telling:
    after = line.changes.get("after")
    named = teller.names.categories.get(after, after) if after else words.say("option.no_category", teller.locale)
    return "trail.ticket.categorised", {"category": named}


def _moved(teller: Teller, line: HistoryLine) -> Telling:
    named = {fact: teller.names.teams.get(line.changes[fact], line.changes[fact]) for fact in ("before", "after")}
    return "trail.ticket.moved", named


def _unable(teller: Teller, line: HistoryLine) -> Telling:
    return "trail.ticket.nobody_available", {"team": teller.names.teams.get(line.changes["team"], line.changes["team"])}


def _closed(teller: Teller, line: HistoryLine) -> Telling:
    how = line.changes.get("how")
    return (f"trail.closed.{how}" if how in ("confirmed", "not_a_request", "silence") else "trail.ticket.closed"), {}


def _commented(teller: Teller, line: HistoryLine) -> Telling:
    helps, begins = line.changes.get("from_agent"), teller.said.get(line.changes["comment"])
    if helps and line.changes["comment"] in teller.fates.unsent:
        return "trail.replied_unsent", {}
    if begins is None:
        return ("trail.replied" if helps else "trail.ticket.commented"), {}
    return ("trail.said.reply" if helps else "trail.said.comment"), {"words": begins}


def _noted(teller: Teller, line: HistoryLine) -> Telling:
    begins = teller.said.get(line.changes.get("comment", 0))
    return ("trail.ticket.noted", {}) if begins is None else ("trail.said.note", {"words": begins})


def _reworded(teller: Teller, line: HistoryLine) -> Telling:
    if not line.changes.get("removed"):
        return "trail.ticket.reworded", {}
    author = teller.fates.authors.get(line.changes.get("comment", 0))
    if author and not line.by_id:
        return "trail.of_was_removed", {"person": author}
    return ("trail.removed" if line.by_id else "trail.was_removed"), {}


def _separated(teller: Teller, line: HistoryLine) -> Telling:
    return "trail.ticket.separated", {"into": f"T-{line.changes['into']}"}


def _snoozed(teller: Teller, line: HistoryLine) -> Telling:
    until = line.changes.get("until")
    return ("trail.ticket.snoozed", {"until": teller.moment(until)}) if until else ("trail.snoozed_until_answer", {})


def _woken(teller: Teller, line: HistoryLine) -> Telling:
    return ("trail.woken" if line.changes.get("why") == "person" else "trail.ticket.woken"), {}


def _followed(teller: Teller, line: HistoryLine) -> Telling:
    follower = line.changes["follower"]
    added = {"person": teller.names.person(follower)}
    return ("trail.ticket.followed" if follower == line.by_id else "trail.follower_added"), added


def _merged(teller: Teller, line: HistoryLine) -> Telling:
    return f"trail.{line.event}", {"into": f"T-{line.changes.get('into') or line.changes['original']}"}


def _duplicate(teller: Teller, line: HistoryLine) -> Telling:
    return f"trail.{line.event}", {"duplicate": f"T-{line.changes['duplicate']}"}


def _reported(teller: Teller, line: HistoryLine) -> Telling:
    return f"trail.{line.event}", {"person": teller.names.person(line.changes["reporter"])}


def _clock(teller: Teller, line: HistoryLine) -> Telling:
    return f"trail.{line.event}", {"clock": words.say(f"label.clock.{line.changes['kind']}", teller.locale)}


def _escalated(teller: Teller, line: HistoryLine) -> Telling:
    key, facts = _clock(teller, line)
    return key, {**facts, "level": str(line.changes["level"])}


def _acknowledged(teller: Teller, line: HistoryLine) -> Telling:
    key, facts = _clock(teller, line)
    return key, {**facts, "until": teller.moment(line.changes["until"])}


def _postponed(teller: Teller, line: HistoryLine) -> Telling:
    key, facts = _clock(teller, line)
    due = line.changes.get("due")
    return (key, {**facts, "due": teller.moment(due)}) if due else ("trail.unpromised", facts)


_TOLD: dict[str, Callable[[Teller, HistoryLine], Telling]] = {
    "ticket.opened": _opened,
    "ticket.claimed": _claimed,
    "ticket.assigned": _assigned,
    "ticket.nobody_available": _unable,
    "ticket.prioritised": _prioritised,
    "ticket.categorised": _categorised,
    "ticket.moved": _moved,
    "ticket.closed": _closed,
    "ticket.commented": _commented,
    "ticket.noted": _noted,
    "ticket.reworded": _reworded,
    "ticket.separated": _separated,
    "ticket.snoozed": _snoozed,
    "ticket.woken": _woken,
    "ticket.followed": _followed,
    "ticket.merged": _merged,
    "ticket.unmerged": _merged,
    "ticket.duplicate_added": _duplicate,
    "ticket.duplicate_removed": _duplicate,
    "ticket.reported": _reported,
    "ticket.unreported": _reported,
    **{name: _clock for name in EVENTS if name.startswith("sla.")},
    "sla.escalated": _escalated,
    "sla.acknowledged": _acknowledged,
    "sla.postponed": _postponed,
}
"""Events whose sentence has facts or forms of its own; every other one says `trail.` and its name."""


def trail_card(ticket: Ticket, page: Page[HistoryLine], teller: Teller) -> Card:
    """One line for each event, the newest last."""
    locale = teller.locale
    lines = [(teller.told(line), moment(line.at, locale, teller.zone)) for line in page.items]
    named = words.say("title.history_of", locale, ticket=ticket.key)
    where = place(page, locale)
    rows: tuple[Element, ...] = tuple(Row(title=told, detail=(at,)) for told, at in lines)
    return Card(
        title=f"{ticket.key} · {ticket.summary}",
        spoken=" · ".join([named, ticket.summary, *([plainly(lines[-1][0])] if lines else [])]),
        body=(Text((named,), Tone.STRONG), *rows),
        buttons=turners(page, Turning("ticket.history", ticket.key), locale),
        context=(where,) if where else (),
        ref=ticket.key,
        locale=locale,
    )
