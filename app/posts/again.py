"""Who hears that a ticket is open again: whoever had or had solved it, whoever asked, and the queue where nobody has it."""

from __future__ import annotations

from collections.abc import Iterator

from app import events, words
from app.people.model import Person
from app.people.preferences import Notice
from app.ports import HistoryLine
from app.posts.planning import Plan
from app.posts.privately import tell_person
from app.posts.queues import queue_cards
from app.posts.requesters import tell_requester
from app.tickets.sentences import mention_of, told_card
from app.turn import locale_of

_ENDS = frozenset({"ticket.resolved", "ticket.closed", "ticket.withdrawn", "ticket.merged"})


def tell_reopened(plan: Plan, event: events.TicketReopened) -> None:
    """What the requester did the agents read in their thread; what an agent did, everybody else whom it concerns hears."""
    if event.by == plan.ticket.requester_id:
        _ask_again(plan, event)
        return
    name = plan.person(event.by).name if event.by else "Sahayak"
    for person in _concerned(plan, event):
        locale = locale_of(person, plan.org)
        line = words.say("notice.reopened", locale, ticket=plan.ticket.key, summary=plan.ticket.summary, name=name)
        tell_person(plan, person, Notice.ASSIGNED, told_card(line, locale))
    if not was_duplicate(plan):  # they hear already that it stands by itself again
        tell_requester(plan, ["notice.reopened"], summary=plan.ticket.summary, name=name)


def end_of(plan: Plan) -> HistoryLine | None:
    """How it had ended last; None where it never has."""
    lines = plan.tx.tickets.history(plan.org.id, plan.ticket.number)
    return next((line for line in reversed(lines) if line.event in _ENDS), None)


def was_duplicate(plan: Plan) -> bool:
    end = end_of(plan)
    return end is not None and end.event == "ticket.merged"


def _ask_again(plan: Plan, event: events.TicketReopened) -> None:
    """In the agents' thread, addressed to whoever has it, else to whoever had solved it."""
    locale = words.negotiate(plan.org.locale)
    line = words.say("notice.asks_again", locale, ticket=plan.ticket.key, name=plan.person(plan.ticket.requester_id).name)
    if plan.ticket.assignee_id is None:
        line = f"{line} {words.say('notice.back_in_queue', locale)}"
    to = next((mention_of(person) for person in _concerned(plan, event, assigned=True)), None)
    for post in queue_cards(plan.tx, plan.ticket):
        plan.tell(post.destination, told_card(line, locale, to=to), thread_of=post)


def _concerned(plan: Plan, event: events.TicketReopened, *, assigned: bool = False) -> Iterator[Person]:
    """Whoever has it, then whoever had solved it. Who is given it in the same moment hears that, unless `assigned`."""
    given = {one.assignee for one in plan.happened if isinstance(one, events.TicketAssigned)}
    left_out = {event.by} if assigned else {event.by, *given}
    end = end_of(plan)
    solver = _solver(plan) if end is not None and end.event != "ticket.merged" else None
    for number in dict.fromkeys((plan.ticket.assignee_id, solver)):
        person = plan.person(number) if number and number not in left_out else None
        if person is not None and person.active and person.works_in(plan.ticket.team_id):
            yield person


def _solver(plan: Plan) -> int | None:
    lines = plan.tx.tickets.history(plan.org.id, plan.ticket.number)
    return next((line.by_id for line in reversed(lines) if line.event == "ticket.resolved"), None)
