"""Cards of tickets that belong together: duplicates, people with the same problem, known issues."""

from __future__ import annotations

from dataclasses import replace

from app import words
from app.cards import Card
from app.examples.cast import NOW, Cast
from app.examples.ticket_cards import LATER, view
from app.tickets import merging
from app.tickets.cards import requester_card, triage_card
from app.tickets.following_cards import onlooker_card
from app.tickets.linked import Linked, Original
from app.tickets.linked_cards import merged_card, similar_card
from app.tickets.reporting_cards import again_card, banner_card, proposal_card, reported_card, solved_card


def linked_examples(cast: Cast, locale: str) -> dict[str, Card]:
    ticket, other, done = cast.ticket(), cast.ticket(41, cast.told.others[0]), cast.told.resolution
    return {
        **_duplicates(cast, locale),
        "triage.reported": triage_card(replace(view(cast), linked=Linked(_keys(12), 15)), locale),
        "requester.me_too": requester_card(replace(view(cast), linked=Linked(me_too=True)), locale),
        "told.merged": merged_card(ticket, other.key, other.key, other.summary, cast.told.requester, locale),
        "told.merged_on": merged_card(ticket, "T-40", other.key, other.summary, cast.told.requester, locale),
        "told.similar": similar_card(ticket, [other, cast.ticket(40, cast.told.summary)], [41], locale),
        "told.reported": reported_card(words.say("notice.reported", locale, ticket="T-42"), ticket, locale),
        "told.report_solved": solved_card(ticket, ticket.summary, done, locale),
        "told.report_is_solved": solved_card(ticket, ticket.summary, "", locale),
        "told.report_again": again_card(ticket, ticket.summary, locale),
        "ask.known_issue": proposal_card(ticket, 3, locale),
        **_banners(cast, locale),
    }


def _duplicates(cast: Cast, locale: str) -> dict[str, Card]:
    """As the agents, whoever asked and a follower see it: going on, solved with and without what was done."""
    found: dict[str, Card] = {}
    done = cast.told.resolution
    originals = {
        "open": Original("T-41", solved=False, own=False),
        "own": Original("T-41", solved=False, own=True),
        "solved": Original("T-41", solved=True, own=False, resolution=done),
        "is_solved": Original("T-41", solved=True, own=False),
    }
    for name, original in originals.items():
        shown = replace(view(cast), linked=Linked(original=original), finished_by=cast.told.agent)
        merging.close(shown.ticket, 41, cast.agent.id, LATER)
        found[f"triage.duplicate_{name}"] = triage_card(shown, locale)
        found[f"requester.duplicate_{name}"] = requester_card(shown, locale)
        found[f"ticket.onlooker_duplicate_{name}"] = onlooker_card(shown, locale, follows=True)
    return found


def _banners(cast: Cast, locale: str) -> dict[str, Card]:
    going, solved, over = cast.ticket(), cast.ticket(), cast.ticket()
    solved.resolve(cast.told.resolution, cast.agent, NOW)
    over.reject(cast.agent, NOW)
    said = cast.told.summary
    return {
        f"banner.{name}": banner_card(one, one, said, locale)
        for name, one in (("open", going), ("solved", solved), ("over", over))
    }


def _keys(many: int) -> list[str]:
    return [f"T-{number}" for number in range(43, 43 + many)]
