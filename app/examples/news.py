"""What is said in passing: news of a ticket, questions, and every notice and refusal there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import words
from app.cards import Card, Inline, said
from app.examples.cast import NOW, ZONE, Cast
from app.phrases import PHRASES
from app.posts.unassigned import reason_line
from app.routing.misspelt import Meant
from app.tickets.answering import reopen_card
from app.tickets.audience_guard import Looks
from app.tickets.edit_guard_cards import edit_guard_card
from app.tickets.naming_ticket import meant_card
from app.tickets.placing import OFFERED
from app.tickets.placing_cards import joined_card, which_card
from app.tickets.revision import Revision
from app.tickets.second_thoughts_cards import exposed_card, guard_card, reread_card, sent_card, went_card
from app.tickets.sentences import created_card, form_card, nobody_card, nudge_card, told_card

_SENTENCES = ("notice.", "refusal.", "problem.")


def news_examples(cast: Cast, locale: str) -> dict[str, Card]:
    """In a 1:1 chat, and addressed to one person where others read along."""
    facts = _facts(cast, locale)

    def line(key: str, name: str = cast.told.agent) -> str:
        return words.say(key, locale, **{**facts, "name": name})

    about = {"kept": "k" * 1700}
    requester, agent = cast.mention(cast.requester), cast.mention(cast.agent)
    return {
        "told.assigned": told_card(line("notice.assigned_you"), locale),
        "told.replied": told_card(line("notice.replied"), locale, quote=cast.told.reply),
        "told.replied_in_channel": told_card(line("notice.replied"), locale, to=requester, quote=cast.told.reply),
        "told.reminder": told_card(line("notice.reminder"), locale, to=requester, quote=cast.told.reply),
        "told.woken": told_card(line("notice.woken.answer"), locale),
        "told.waiting": told_card(line("notice.waiting"), locale, to=requester),
        "told.wrote": told_card(line("notice.wrote", cast.told.requester), locale, quote=cast.told.answer),
        "told.asks_again": told_card(line("notice.asks_again", cast.told.requester), locale, to=agent),
        "told.nobody_available": nobody_card(line("notice.nobody_available"), _reasons(cast, locale), 2, "T-42", locale),
        "told.no_agents": nobody_card(line("notice.nobody_available"), [], 0, "T-42", locale),
        "ask.nudge": nudge_card(about, locale),
        "told.created": created_card(cast.ticket(), locale),
        **_placing(cast, locale),
        **_second_thoughts(cast, locale),
        "ask.form": form_card(cast.told.summary, locale),
        "ask.empty_form": form_card("", locale),
    }


def _second_thoughts(cast: Cast, locale: str) -> dict[str, Card]:
    """What an agent is asked and told about a reply, for every reason there is to ask."""
    ticket, said, name = cast.ticket(), cast.comment(cast.agent, cast.told.reply), cast.told.requester
    asked = {f"ask.guard_{looks}": guard_card(ticket, said, name, looks, locale) for looks in Looks}
    exposed = exposed_card(ticket, name, Looks.PASSWORD, ticket.source.link, locale)
    asked["ask.edit_guard"] = edit_guard_card(ticket, said, Revision(2, said.text, said.body), name, Looks.PASSWORD, locale)
    asked["ask.reread"] = reread_card(ticket, said, name, locale)
    link = ticket.source.link
    asked["told.sent_far"] = sent_card(ticket, said, name, locale, link=link, quotes=True)
    asked["told.there"] = went_card(ticket, said, name, locale, link=link, quotes=True, there=True)
    return {**asked, "told.sent": sent_card(ticket, said, name, locale), "told.exposed": exposed}


def _placing(cast: Cast, locale: str) -> dict[str, Card]:
    """Where something said in the 1:1 chat went, or may belong."""
    told, ticket, said = cast.told, cast.ticket(), cast.comment(cast.requester, cast.told.answer)
    tickets = [cast.ticket(42 + n, summary) for n, summary in enumerate([told.summary, *(told.others or (told.details,))])]
    meant = Meant(
        next(phrase for phrase in PHRASES if phrase.verb == "ticket.history"), "इतिहास" if locale == "hi" else "history", 42
    )
    line = words.say("notice.comment_added", locale, ticket=ticket.key)
    return {
        "told.joined": joined_card(line, ticket, said, locale),
        "ask.reopen_or_new": reopen_card(ticket, locale, said),
        "ask.which": which_card("1795422600.000100", told.answer, None, tickets[:OFFERED], locale),
        "ask.which_again": which_card("1795422600.000100", told.answer, None, tickets[:OFFERED], locale, again=True),
        "ask.this_one": which_card("1795422600.000100", told.answer, None, tickets[:1], locale),
        "ask.which_file": which_card("1795422600.000100", "", None, tickets[:2], locale),
        "ask.meant": meant_card(meant, told.summary, locale),
    }


def _reasons(cast: Cast, locale: str) -> list[Sequence[Inline]]:
    """Every reason there is."""
    agent, other = cast.agent.id, cast.other_agent.id
    told: list[dict[str, Any]] = [
        {"person": agent, "why": "away", "until": "2026-11-30T00:00:00+05:30"},
        {"person": other, "why": "away"},
        {"person": agent, "why": "full", "open": 5, "capacity": 5},
        {"person": other, "why": "left"},
        {"person": agent, "why": "guest"},
    ]
    return [reason_line(reason, cast.people[reason["person"]].name, locale, ZONE) for reason in told]


def sentence_examples(cast: Cast, locale: str) -> dict[str, Card]:
    """Every sentence of the catalogue that is said alone."""
    facts = _facts(cast, locale)
    keys = [key for key in words.catalogue("en").texts if key.startswith(_SENTENCES)]
    return {f"said.{key}": said(words.say(key, locale, **facts), locale) for key in sorted(keys)}


def _facts(cast: Cast, locale: str) -> dict[str, str]:
    told = cast.told
    return {
        "ticket": "T-42", "into": "T-43", "target": f"T-43 · {told.summary}", "tickets": "T-43, T-44", "count": "2",
        "summary": told.summary, "name": told.agent, "person": told.agent, "team": told.other_team,
        "priority": words.say("priority.high", locale), "text": told.reply, "resolution": told.resolution, "words": told.summary,
        "language": words.say(f"language.{locale}", locale), "languages": "English, हिन्दी", "limit": "20000", "key": "a1b2c3d4",
        "channel": "C0TRIAGE1", "reason": "not_in_channel", "file": "error.png", "files": "error.png, vpn.log", "size": "340 kB",
        "due": words.moment(NOW, locale, ZONE), "since": words.moment(NOW, locale, ZONE), "level": "2",
        "duration": words.duration(5400, locale),
        "people": f"{told.agent}, {told.requester}",
        "span": words.say("duty.span.until", locale, until=words.moment(NOW, locale, ZONE)),
        "until": words.moment(NOW, locale, ZONE), "teams": f"{told.team}, {told.other_team}",
        "requester": told.requester, "zone": ZONE, "when": words.moment(NOW, locale, ZONE),
        "at": words.moment(NOW, locale, ZONE),
        "before": words.moment(NOW, locale, ZONE), "command": "/ticket history", "platform": "Slack",
    }  # fmt: skip
