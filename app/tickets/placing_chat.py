"""The 1:1 chat: finding the ticket that a message belongs to, and asking where that is not clear. What is asked about is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from app.attachments.intake import put_away
from app.attachments.remembering import packed, unpacked
from app.cards import Card, said
from app.errors import NotFound, Stale
from app.interaction import Where
from app.people.permissions import Action
from app.ports import Tx
from app.ports.private_chats import Unplaced
from app.posts.model import MessageRef
from app.replies import Answer, Nothing, Notice, Reply, ShowCard
from app.rich_text import unpack
from app.routing.answers import Answer as Heard
from app.routing.answers import hear
from app.routing.bearing import Bearing, bearing
from app.routing.recogniser import Recognition, recognise
from app.tickets import answering, waiting_words
from app.tickets.conversation import in_public_thread
from app.tickets.intake import JOINING, Request, join, open_request, recent, said_at, source_of, spoken_of
from app.tickets.last_word import last_asked
from app.tickets.model import Status, Ticket, Via
from app.tickets.placing import TALK, How, Placement, Placing, Talk
from app.tickets.placing_cards import PLACE, PLACE_NEW
from app.tickets.placing_others import Overheard, told_of
from app.tickets.pointing import await_changes
from app.turn import Turn, Verb

CONSIDERED = 10
"""How many of their newest tickets a message may belong to."""


def placement(turn: Turn, heard: Recognition) -> Placement:
    """Where what they have just said belongs."""
    if spoken := _thread_of_what_they_said(turn):
        return Placement(How.JOIN, (spoken,))
    files_alone = _says_nothing_but_files(turn)
    if not files_alone and heard.kind in ("greeting", "empty"):
        return TALK
    talks, words = _talks(turn, heard), _words(turn)
    at = said_at(turn.interaction.stamp) or turn.at
    about = Bearing("addition") if files_alone and talks else bearing(turn.interaction.text, heard)
    if not files_alone and heard.kind in answering.ACKNOWLEDGES:
        found = _acknowledged(talks)
    else:
        found = Placing(talks, at, words, lambda: recent(turn), partial(asks_them, turn.tx)).place(about)
    answer = Heard.TELLS if files_alone else hear(turn.interaction.text)
    return Overheard(told_of(turn, at), talks, at, words).place(found, about, answer)


def ask(turn: Turn, tickets: Sequence[Ticket]) -> Reply:
    """The words are kept until they say where these belong; what they say in the same breath is kept with them."""
    asked, chats = turn.interaction, turn.tx.private_chats
    spoken = spoken_of(turn, asked.text)
    source = source_of(turn, asked.where)
    files = packed(asked.files)
    message = Unplaced(
        turn.org.id, turn.person.id, source, spoken.text, spoken.body, files, asked.stamp, turn.at,
        offered=tuple(ticket.number for ticket in tickets),
        remind_at=waiting_words.remind_at(turn.tx, turn.org.id, tickets, turn.at),
    )  # fmt: skip
    before = [one for one in _waiting(turn) if turn.at - one.at <= JOINING]
    if before and (before[-1].text, before[-1].files) == (message.text, message.files):
        return Nothing()  # the same message, brought again under another id
    chats.keep(message)
    await_changes(turn, asked.where)
    waiting_words.changed(turn.tx, turn.org.id, source, turn.at)
    waits = any(one.source == source for one in _waiting(turn))  # it may have been taken back before we heard of it
    return turn.notice("notice.kept_too") if before and waits else Nothing()


def place(turn: Turn) -> Reply:
    """They say to which ticket it belongs."""
    message = _meant(turn)
    if message.ticket is not None:
        return _stands(turn, message.ticket)
    ticket, _ = turn.ticket(Action.COMMENT, (turn.interaction.values or {}).get("ticket", ""))
    _answered(turn)
    reply: Reply = Nothing()
    for one in _breath(turn, message):
        _take(turn, one, ticket)
        then = _as_said(turn, one)
        reply = _said_on(then, ticket)
        put_away(then)
    return _in_place(reply, turn.locale)


def place_new(turn: Turn) -> Reply:
    """They say that it is something new."""
    message = _meant(turn)
    if message.ticket is not None:
        return _stands(turn, message.ticket)
    _answered(turn)
    first, *more = _breath(turn, message)
    then = _as_said(turn, first)
    ticket = open_request(then, Request(first.text, first.source, Via.DIRECT, turn.person, body=first.body))
    _take(turn, first, ticket)
    put_away(then)
    for one in more:
        _take(turn, one, ticket)
        then = _as_said(turn, one)
        join(then, ticket, one.text, follows=True)
        put_away(then)
    return ShowCard(turn.card("notice.created", ticket=ticket.key, summary=ticket.summary))


def _said_on(turn: Turn, ticket: Ticket) -> Reply:
    """Of what others asked for they speak as anybody does in its thread."""
    if ticket.requester_id == turn.person.id:
        return answering.answer(turn, ticket, loose=True)
    return in_public_thread(turn, ticket)


def asks_them(tx: Tx, ticket: Ticket) -> bool:
    """Whether whoever helps has asked something with their last words."""
    asked = last_asked(tx, ticket)
    if ticket.status is Status.WAITING or asked is None:
        return ticket.status is Status.WAITING
    return not {"question", "ask"}.isdisjoint(recognise(asked.text, commands=False).reasons)


def _says_nothing_but_files(turn: Turn) -> bool:
    """Their names are all that an edge has to say of such a message."""
    names = {file.name.strip() for file in turn.interaction.files}
    return bool(names) and all(line.strip() in names for line in turn.interaction.text.splitlines())


def _talks(turn: Turn, heard: Recognition) -> list[Talk]:
    """What they have asked for that is still open, and what was just resolved unless this stands by itself."""
    org, person, chats = turn.org.id, turn.person.id, turn.tx.private_chats
    fits = answering.fits_after_the_end(turn, heard)
    live = [ticket for ticket in chats.live(org, person, CONSIDERED) if ticket.is_open or fits(ticket)]
    spoken = chats.spoken(org, person, [ticket.number for ticket in live]) if live else {}
    return [Talk(one, _comes_here(turn, one), spoken[one.number].by_agent, spoken[one.number].by_requester) for one in live]


def _comes_here(turn: Turn, ticket: Ticket) -> bool:
    """Whether what is said on it reaches them in this chat: it was asked for in private, and not on their other platform."""
    source = ticket.source
    elsewhere = source.platform is not turn.interaction.platform and turn.person.identity_on(source.platform) is not None
    return (source.direct or not source.message or not source.answered) and not elsewhere


def _acknowledged(talks: Sequence[Talk]) -> Placement:
    """Thanks are said to whoever spoke last."""
    waiting = [talk for talk in talks if talk.here and talk.asked_at is not None]
    latest = max(waiting, key=lambda talk: (talk.asked_at, talk.ticket.number), default=None)
    return Placement(How.JOIN, (latest.ticket,)) if latest else TALK


def _words(turn: Turn) -> Callable[[Ticket], str]:
    """What can be read on a ticket, each read once."""
    known: dict[int, str] = {}

    def read(ticket: Ticket) -> str:
        if ticket.number not in known:
            every = turn.tx.comments.of(turn.org.id, ticket.number, internal=False)
            said_there = (comment.text for comment in every if not comment.removed)
            known[ticket.number] = "\n".join((ticket.summary, ticket.details, *said_there))
        return known[ticket.number]

    return read


def _thread_of_what_they_said(turn: Turn) -> Ticket | None:
    """Below a message that joined a ticket one speaks of that ticket."""
    asked, where = turn.interaction, turn.interaction.where
    found = turn.tx.utterances.find(turn.org.id, asked.platform, asked.workspace, where.channel, where.thread)
    ticket = turn.tx.tickets.get(turn.org.id, found[0]) if found else None
    return ticket if ticket and ticket.requester_id == turn.person.id else None


def _waiting(turn: Turn) -> Sequence[Unplaced]:
    asked = turn.interaction
    return turn.tx.private_chats.waiting(turn.org.id, turn.person.id, asked.platform, asked.where.channel)


def _meant(turn: Turn) -> Unplaced:
    """The message that the button names. Refuses where it is nobody's, or somebody else's."""
    asked = turn.interaction
    named = (asked.values or {}).get("message", "")
    found = turn.tx.private_chats.find(turn.org.id, asked.platform, asked.workspace, asked.where.channel, named)
    if found is None or found.person_id != turn.person.id or found.removed:
        raise NotFound("refusal.nothing_to_place")
    return found


def _answered(turn: Turn) -> None:
    """What they pressed is answered in its own place."""
    asked, where = turn.interaction, turn.interaction.where
    turn.tx.questions.answered(turn.org.id, MessageRef(asked.platform, asked.workspace, where.channel, where.message))


def _breath(turn: Turn, message: Unplaced) -> list[Unplaced]:
    """What was said in one breath with it, and waits as well."""
    for breath in waiting_words.breaths(_waiting(turn)):
        if any(one.source.message == message.source.message for one in breath):
            return breath
    raise Stale("the message was placed meanwhile")


def _take(turn: Turn, message: Unplaced, ticket: Ticket) -> None:
    if not turn.tx.private_chats.place(message, ticket.number):
        raise Stale("the message was placed meanwhile")
    waiting_words.placed(turn.tx, message, turn.at)


def _as_said(turn: Turn, message: Unplaced) -> Turn:
    """The turn as if they said it now; its formatting as it was."""
    source = message.source
    where = Where(source.channel, source.message, source.thread, direct=True, link=source.link)
    rich = unpack(message.body) if message.body is not None else None
    files = unpacked(message.files)
    asked = replace(turn.interaction, text=message.text, where=where, stamp=message.stamp, files=files, rich=rich, about=None)
    return replace(turn, interaction=asked)


def _stands(turn: Turn, number: int) -> Reply:
    """It was placed before: how things stand."""
    return ShowCard(turn.card("notice.comment_added", ticket=f"T-{number}"))


def _in_place(reply: Reply, locale: str) -> Reply:
    """In place of the question."""
    card: Card | None = reply.card if isinstance(reply, Answer) else None
    if isinstance(reply, Notice):
        card = said(reply.text, locale)
    return ShowCard(card) if card else reply


VERBS: dict[str, Verb] = {PLACE: place, PLACE_NEW: place_new}
