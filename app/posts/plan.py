"""Who hears of what: from the events of a transaction to its deliveries.

| what happened | the cards | and besides |
|---|---|---|
| opened | agents' card in every triage channel, requester's card where they asked | what is similar, below the agents' card |
| moved | agents' card in the new team's channels; the old ones say where it went | |
| assigned by somebody else | refreshed | the assignee is told |
| nobody can be given it | refreshed | the leads are told, or the triage thread |
| an agent replied | refreshed | a line to whoever hears it, and to the triage threads it was not said in |
| the requester said more | refreshed | a line to the triage threads |
| a note was written | refreshed | a line to the triage threads it was not said in |
| something that was said was changed, removed or taken back | refreshed | its lines are drawn anew, its files are removed |
| the requester reopened | refreshed | the triage thread is told, and whoever has it or had solved it |
| somebody else reopened | refreshed | whoever has it, had solved it, or asked is told |
| waiting | refreshed | the requester is asked |
| resolved | refreshed | the requester gets the card anew, with Solved and Still need help |
| waiting, and no answer | refreshed | the requester is reminded |
| resolved, and it will close by itself | refreshed | the requester gets the card anew, which says so |
| no longer snoozed | refreshed | the assignee is told, or the triage thread where there is none |
| a promise is broken, or moves to a later time | refreshed | the requester is told, where they asked |
| waiting, resolved, reopened, closed or withdrawn | refreshed | who follows it is told |
| an agent adds a follower | | the follower is told |
| marked as a duplicate | refreshed, and those of the original | the requester gets the card anew, which says what happens now |
| the original is resolved | refreshed | the requester of each duplicate gets their card anew, with Still need help |
| the original is reopened | refreshed | the requester of each duplicate is told |
| no duplicate any more | refreshed, and those of the original | the requester is told, where they asked |
| somebody has the same problem | refreshed | the triage thread, where so many have it that it may be a known issue |
| resolved, and others have the same problem | refreshed | they are told in their 1:1 chat |
| open again, or over and not solved, and others have the same problem | refreshed | they are told in their 1:1 chat |
| made a known issue, or not now | a banner in every request channel of the team | |
| a reply that was held is sent, or one is taken back | refreshed | the agents' thread it was written in says so |
| a question to the agents is answered, anywhere | | what was decided takes its place, wherever else it is asked |
| anything that changes how it stands | refreshed | the emoji on the message that asked, where the platform has one |
| anything else | refreshed | |

Nobody is told of what they did themselves. Whoever is told privately hears what they want to hear, and not in their quiet hours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app import events, words
from app.people.preferences import Notice
from app.ports import Tx
from app.posts import questions
from app.posts.again import tell_reopened
from app.posts.alerts import plan_alerts
from app.posts.carrying import follow, keep_with_line
from app.posts.fates import sent, taken_back
from app.posts.followers import tell_added, tell_followers
from app.posts.lines import cross, reworded
from app.posts.linked import refresh_above, refresh_below, tell_again, tell_apart, tell_linked
from app.posts.marks import keep_mark
from app.posts.model import PostKind
from app.posts.planning import Plan, card_delivery
from app.posts.privately import tell_person
from app.posts.promising import tell_broken, tell_postponed
from app.posts.quiet import remind_requester, tell_woken
from app.posts.reports import propose, raise_banners, tell_reporters, tell_reporters_again, tell_reporters_over
from app.posts.requesters import requester_card
from app.posts.unassigned import tell_leads
from app.tickets.model import Ticket
from app.tickets.sentences import mention_of, told_card
from app.turn import locale_of


def leaving(tx: Tx) -> None:
    """Called once before the commit: everything that happened becomes deliveries."""
    by_ticket: dict[tuple[int, int], list[events.Event]] = {}
    tickets: dict[tuple[int, int], Ticket] = {}
    for ticket, event in tx.recorded:
        by_ticket.setdefault((ticket.org_id, ticket.number), []).append(event)
        tickets[ticket.org_id, ticket.number] = ticket
    plans = [Plan(tx, tickets[key], happened) for key, happened in by_ticket.items()]
    for plan in plans:
        for event in plan.happened:
            for rule in RULES.get(type(event), ()):
                rule(plan, event)
    if any(isinstance(event, events.SlaWarned | events.SlaEscalated) for plan in plans for event in plan.happened):
        plan_alerts(tx, plans)
    for plan in plans:
        plan.refresh()
        keep_mark(plan)


def refresh_person(tx: Tx, org_id: int, person_id: int, at: datetime) -> None:
    """Their name has become known: the cards of their open tickets say it."""
    for ticket in tx.tickets.of_requester(org_id, person_id):
        for post in tx.posts.of_ticket(org_id, ticket.number) if ticket.is_open else ():
            tx.deliveries.plan(org_id, card_delivery(post), at)


Rule = Callable[[Plan, Any], None]


def triage_cards(plan: Plan, event: events.TicketOpened | events.TicketMoved) -> None:
    team = plan.tx.teams.get(plan.org.id, plan.ticket.team_id)
    before = [] if isinstance(event, events.TicketOpened) else plan.tx.posts.of_ticket(plan.org.id, plan.ticket.number)
    standing = {(post.destination.platform, post.destination.channel) for post in before}
    for place in plan.triage_places(team):
        if (place.platform, place.channel) not in standing:
            plan.add_post(PostKind.TRIAGE, place, words.negotiate(plan.org.locale), None)


def tell_assignee(plan: Plan, event: events.TicketAssigned) -> None:
    if event.assignee == event.by:
        return
    assignee, by = plan.person(event.assignee), plan.person(event.by) if event.by else None
    locale, name = locale_of(assignee, plan.org), by.name if by else "Sahayak"
    text = words.say("notice.assigned_you", locale, ticket=plan.ticket.key, summary=plan.ticket.summary, name=name)
    tell_person(plan, assignee, Notice.ASSIGNED, told_card(text, locale))


def ask_requester(plan: Plan, event: events.TicketWaiting) -> None:
    _tell_requester(plan, event, "notice.waiting", plan.person(event.by).name if event.by else "Sahayak", "")


def _tell_requester(plan: Plan, event: events.Event, key: str, name: str, text: str) -> None:
    """Where they asked; addressed by name where others read along."""
    requester = plan.person(plan.ticket.requester_id)
    place, viewer = plan.requester_place(requester)
    if event.by == requester.id or place is None:
        return
    locale = plan.reader_locale(viewer)
    line = words.say(key, locale, ticket=plan.ticket.key, name=name)
    if viewer:
        tell_person(plan, requester, Notice.REQUEST, told_card(line, locale, quote=text))
    else:
        plan.tell(place, told_card(line, locale, to=mention_of(requester), quote=text))


RULES: dict[type[events.Event], tuple[Rule, ...]] = {
    events.TicketOpened: (triage_cards, requester_card),
    events.TicketMoved: (triage_cards,),
    events.TicketAssigned: (tell_assignee,),
    events.NobodyAvailable: (tell_leads,),
    events.TicketCommented: (cross, follow, sent),
    events.TicketNoted: (cross,),
    events.TicketReworded: (reworded, keep_with_line),
    events.TicketUnsent: (reworded, keep_with_line, taken_back),
    events.TicketSeparated: (reworded,),
    events.TicketWaiting: (ask_requester, tell_followers),
    events.TicketResolved: (requester_card, tell_followers, refresh_below, tell_linked, tell_reporters),
    events.TicketReopened: (tell_reopened, tell_followers, refresh_below, tell_again, tell_reporters_again, questions.apart),
    events.TicketClosed: (tell_followers, tell_reporters_over),
    events.TicketWithdrawn: (tell_followers, tell_reporters_over),
    events.TicketMerged: (requester_card, tell_followers, refresh_below, questions.linked),
    events.TicketUnmerged: (refresh_below, questions.apart),
    events.DuplicateAdded: (refresh_above,),
    events.TicketReported: (propose,),
    events.TicketKnownIssue: (raise_banners, questions.known),
    events.KnownIssuePutOff: (questions.known,),
    events.DuplicateRemoved: (refresh_above, tell_apart),
    events.TicketFollowed: (tell_added,),
    events.TicketReminded: (remind_requester,),
    events.TicketClosing: (requester_card,),
    events.TicketWoken: (tell_woken,),
    events.SlaBreached: (tell_broken,),
    events.SlaPostponed: (tell_postponed,),
}
