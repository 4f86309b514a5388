"""What followers see, a ticket's history, and what people choose to hear."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from app import words
from app.cards import Card
from app.events import EVENTS
from app.examples.cast import NOW, ZONE, Cast
from app.forms import Form, SearchField
from app.people.preferences import Notice, Preferences, Quiet
from app.people.preferences_form import preferences_card, preferences_form
from app.ports import HistoryLine
from app.posts.privately import with_remark
from app.tickets.cards import TicketView, requester_card, triage_card
from app.tickets.following_cards import followed_card, news_card, onlooker_card
from app.tickets.forms import follower_form
from app.tickets.pages import PAGE, Page
from app.tickets.trail import Names, Teller, trail_card

CHANGES: dict[str, list[dict[str, Any]]] = {
    "ticket.claimed": [{}, {"before": 11}],
    "ticket.assigned": [{"assignee": 11}],
    "ticket.nobody_available": [{"team": "it", "reasons": []}],
    "ticket.prioritised": [
        {"before": "normal", "after": "high", "reason": "person"},
        {"before": "low", "after": "urgent", "reason": "rule:1"},
        {"before": "high", "after": "low", "reason": "category:vpn"},
        {"before": "urgent", "after": "low", "reason": "person"},
    ],
    "ticket.categorised": [{"after": "vpn"}, {"before": "vpn"}],
    "ticket.moved": [{"before": "it", "after": "hr"}],
    "ticket.closed": [{"how": how} for how in ("confirmed", "not_a_request", "silence", "another")],
    "ticket.commented": [{"comment": 5, "from_agent": from_agent} for from_agent in (True, False)],
    "ticket.reworded": [{"comment": 5, "removed": removed} for removed in (True, False)],
    "ticket.separated": [{"comment": 5, "into": 43}],
    "ticket.snoozed": [{"until": NOW.isoformat()}, {}],
    "ticket.woken": [{"why": "date"}, {"why": "person"}],
    "ticket.followed": [{"follower": 9}, {"follower": 11}],
    "ticket.merged": [{"into": 12}],
    "ticket.unmerged": [{"original": 12, "status": "new"}],
    "ticket.duplicate_added": [{"duplicate": 43}],
    "ticket.duplicate_removed": [{"duplicate": 43}],
    "ticket.reported": [{"reporter": 11}],
    "ticket.unreported": [{"reporter": 11}],
    "sla.postponed": [{"kind": "resolution", "before": NOW.isoformat(), "due": NOW.isoformat()}, {"kind": "resolution"}],
    "sla.escalated": [{"kind": "resolution", "level": 2}],
    "sla.acknowledged": [{"kind": "resolution", "until": NOW.isoformat()}],
}
"""What has happened, where a sentence says more than that it did."""


def following_examples(cast: Cast, locale: str) -> dict[str, Card | Form]:
    solved, waiting = cast.ticket(), cast.ticket()
    for ticket in (solved, waiting):
        ticket.claim(cast.agent, NOW)
    solved.resolve(cast.told.resolution, cast.agent, NOW)
    waiting.wait(cast.agent, NOW)
    facts = {"ticket": "T-42", "name": cast.told.agent, "summary": cast.told.summary, "requester": cast.told.requester}

    def line(key: str) -> str:
        return words.say(key, locale, **facts)

    kept = {"kept": "k"}
    chosen = Preferences(frozenset({Notice.REMINDERS}), Quiet(time(22), time(7)))
    return {
        "ticket.onlooker": onlooker_card(_view(cast, waiting, latest=True), locale, follows=False),
        "ticket.follower": onlooker_card(_view(cast, solved), locale, follows=True),
        "requester.opened_for": requester_card(replace(_view(cast, cast.ticket()), opened_by=cast.told.agent), locale),
        "triage.opened_for": triage_card(replace(_view(cast, cast.ticket()), opened_by=cast.told.agent), locale),
        "told.follows": followed_card(line("notice.follows_now"), "T-42", locale, follows=True),
        "told.follows_no_more": followed_card(line("notice.follows_no_more"), "T-42", locale, follows=False),
        "told.let_in": with_remark(news_card(line("notice.let_in"), "T-42", locale)),
        "told.news": with_remark(news_card(line("notice.followed.resolved"), "T-42", locale, cast.told.resolution)),
        "ask.preferences": preferences_card(
            Preferences(frozenset({Notice.ASSIGNED}), Quiet(time(22), time(7))), "hi", ZONE, locale
        ),
        "form.preferences": replace(
            preferences_form(chosen, "", ZONE, locale, helps=True), nonce="nonce-preferences", keep={"kept": "k"}
        ),
        "form.add_follower": replace(follower_form(cast.ticket(), locale), nonce="nonce-follower", keep=kept),
        "form.add_follower_anywhere": replace(_anywhere(cast, locale), nonce="nonce-anywhere", keep=kept),
        **_trails(cast, locale),
    }


def _anywhere(cast: Cast, locale: str) -> Form:
    """Somebody of the other platform is chosen already: so it comes back when something is wrong with it."""
    form = follower_form(cast.ticket(), locale, cast.elsewhere)
    *others, field = form.fields
    assert isinstance(field, SearchField)
    return replace(form, fields=(*others, replace(field, value="11", value_name=cast.told.agent)))


def _trails(cast: Cast, locale: str) -> dict[str, Card | Form]:
    """Every sentence there is, a page at a time."""
    lines = every_line()
    teller = Teller(
        Names(7, cast.people, {"it": cast.told.team, "hr": cast.told.other_team}, {"vpn": cast.told.category}), locale, ZONE
    )
    pages = [Page(lines[first : first + PAGE], first, first + PAGE < len(lines)) for first in range(0, len(lines), PAGE)]
    return {f"trail.{number}": trail_card(cast.ticket(), page, teller) for number, page in enumerate(pages, 1)}


def every_line() -> list[HistoryLine]:
    told = [
        (name, changes)
        for name in EVENTS
        for changes in CHANGES.get(name, [{"kind": "resolution"} if name.startswith("sla.") else {}])
    ]
    told.append(("ticket.of_tomorrow", {}))
    return [HistoryLine(n, name, _then(n), 7 if n == 1 else 9, changes, False) for n, (name, changes) in enumerate(told, 1)]


def _then(number: int) -> datetime:
    return NOW + timedelta(minutes=number * 7)


def _view(cast: Cast, ticket: Any, *, latest: bool = False) -> TicketView:
    said = cast.comment(cast.agent, cast.told.reply) if latest else None
    return TicketView(
        ticket=ticket, requester=cast.requester, assignee=cast.agent, team=cast.team, category=cast.category,
        latest=said, latest_author=cast.told.agent if latest else "", zone=ZONE,
    )  # fmt: skip
