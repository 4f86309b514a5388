"""What people ask the desk: status, mine, queue, search, why, help. Answers are private and change nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from app import words
from app.cards import Button, Card, Facts, Text
from app.people.model import Platform
from app.people.permissions import Action, may, require
from app.phrases import PHRASES, Phrase
from app.replies import Answer, Reply, Results
from app.sla.explaining import why
from app.tickets.cards import requester_card
from app.tickets.due import Reader, due_lines
from app.tickets.followed import NOBODY, Following
from app.tickets.lists import list_card
from app.tickets.model import Ticket
from app.tickets.naming_ticket import named_ticket, typed
from app.tickets.pages import Turning, page, turned
from app.tickets.reading import names, view_of
from app.tickets.showing import card_for
from app.turn import Turn, Verb

SUGGESTED = 10
"""Tickets that a search extension is answered with."""

WORDS = "words"


def status(turn: Turn) -> Reply:
    """The ticket as this person may see it."""
    ticket, _ = turn.ticket(Action.SEE, named_ticket(turn, "ticket.status"))
    return Answer(card_for(turn, ticket).card)


def mine(turn: Turn) -> Reply:
    require(turn.person, Action.CREATE)
    return _list(turn, "title.mine", "notice.no_tickets", Turning("ticket.mine"), partial(_mine, turn))


def queue(turn: Turn) -> Reply:
    """Open tickets of the person's teams; an admin sees every team's."""
    require(turn.person, Action.SEE_QUEUE)
    every = [team.id for team in turn.tx.teams.all(turn.org.id)]
    teams = [team for team in every if turn.person.works_in(team)] or (every if turn.person.admin else [])
    fetch = partial(turn.tx.tickets.queue, turn.org.id, teams)
    return _list(turn, "title.queue", "notice.queue_empty", Turning("ticket.queue"), fetch)


def search(turn: Turn) -> Reply:
    """Full text over what this person may see; agents see every team's tickets, everybody their own."""
    require(turn.person, Action.CREATE)
    asked = (turn.interaction.text or (turn.interaction.values or {}).get(WORDS, "")).strip()[:200]
    fetch = partial(_found, turn, asked) if asked else partial(_mine, turn)
    if turn.interaction.verb == "ticket.search":
        found = fetch(SUGGESTED, 0)
        cards = tuple(requester_card(view_of(turn.tx, ticket, turn.zone, turn.reader), turn.locale) for ticket in found)
        return Results(cards, turn.say("notice.nothing_found", words=asked))
    if not fetch(1, 0):
        return Answer(turn.card("notice.nothing_found", words=asked))
    return _list(turn, "title.search", "notice.no_tickets", Turning("ticket.find", values={WORDS: asked}), fetch)


def help_(turn: Turn) -> Reply:
    return Answer(help_card(turn))


def help_card(turn: Turn) -> Card:
    """What it does, how to ask here, and every command this person may use."""
    return commands_card(turn.interaction.platform, turn.locale, helps=may(turn.person, Action.SEE_QUEUE))


def commands_card(platform: Platform, locale: str, *, helps: bool) -> Card:
    """What can be said on this platform; `helps`: the reader works on tickets."""
    slack, intro = platform is Platform.SLACK, words.say("help.intro", locale)
    phrases = [phrase for phrase in PHRASES if helps or not phrase.agents_only]
    rows = tuple((_with_argument(phrase, platform, locale), words.say(phrase.about, locale)) for phrase in phrases)
    way = words.say("help.way_slack" if slack else "help.way_teams", locale)
    return Card(
        title=words.say("title.help", locale),
        spoken=intro,
        body=(Text((intro,)), Text((way,)), Facts(rows)),
        buttons=(Button(words.say("button.new", locale), "ticket.new", opens_form=True),),
        locale=locale,
    )


def _with_argument(phrase: Phrase, platform: Platform, locale: str) -> str:
    argument = f" [{words.say(phrase.argument, locale)}]" if phrase.argument else ""
    return f"{typed(phrase, platform, locale)}{argument}"


def _mine(turn: Turn, most: int, passed: int) -> Sequence[Ticket]:
    return turn.tx.tickets.of_requester(turn.org.id, turn.person.id, most, passed)


def _found(turn: Turn, asked: str, most: int, passed: int) -> Sequence[Ticket]:
    """Whoever may not read a team's notes does not find by them either: a word that is found is a word that is told."""
    helps = may(turn.person, Action.SEE_QUEUE)
    teams = [team.id for team in turn.tx.teams.all(turn.org.id)] if helps else None
    noted = [team for team in teams or () if may(turn.person, Action.SEE_NOTES, team)]
    return turn.tx.tickets.search(
        turn.org.id, asked, requester_id=turn.person.id, team_ids=teams, noted=noted, limit=most, skip=passed
    )


def _list(turn: Turn, title: str, empty: str, turning: Turning, fetch: Callable[[int, int], Sequence[Ticket]]) -> Reply:
    shown = page(turn, fetch)
    due = due_lines(turn.tx, shown.items, Reader(turn.person, turn.locale, turn.zone, turn.at), own=title == "title.mine")
    people = names(turn.tx, shown.items)
    return turned(turn, list_card(title, empty, shown, turning, people, turn.locale, turn.zone, due, _follows(turn)))


def _follows(turn: Turn) -> Following:
    """Whoever may follow what they find has the way to it in every line."""
    return Following.of(turn.tx, turn.person) if may(turn.person, Action.FOLLOW) else NOBODY


VERBS: dict[str, Verb] = {
    "ticket.status": status,
    "ticket.why": why,
    "ticket.mine": mine,
    "ticket.queue": queue,
    "ticket.search": search,
    "ticket.find": search,
    "help": help_,
}
