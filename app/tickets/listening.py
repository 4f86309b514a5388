"""What is said in chats: direct messages, mentions, channel messages, commands, emoji."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.attachments.intake import attach
from app.attachments.naming import clean_name
from app.cards import Text
from app.interaction import Interaction, Where
from app.people import chat as people_chat
from app.people.model import Intake, Platform
from app.people.permissions import Action, require
from app.phrases import Phrase
from app.ports import Tx
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from app.replies import Nothing, Notice, Reply, Say
from app.reports import chat as reports_chat
from app.routing.commands import Command, parse, parse_chat
from app.routing.misspelt import misspelt
from app.routing.recogniser import Recognition, recognise
from app.text import clean_text
from app.tickets import (
    answering,
    asking,
    conversation,
    emoji_verbs,
    following_chat,
    placing_chat,
    questions,
    rewording_chat,
    trail_chat,
)
from app.tickets.intake import LONGEST, Request, join, open_request, recent, source_of
from app.tickets.letting_in import may_on
from app.tickets.model import Ticket, Via
from app.tickets.naming_ticket import ask_what_was_meant
from app.tickets.nudging import nudge
from app.tickets.placing import How
from app.tickets.pointing import ask_for_message
from app.tickets.spoken import formatting
from app.turn import Turn, Verb

TICKET_EMOJI = frozenset({"ticket", "admission_tickets"})


def direct(turn: Turn) -> Reply:
    """A message in the 1:1 chat: a command, something said of a ticket (of which, they are asked where it is not clear), or a
    request.
    """
    text = turn.interaction.text
    command = _said(turn)
    if command.phrase is not None:
        return run(turn, command.phrase, command.argument)
    if meant := misspelt(text, chat=True):
        return ask_what_was_meant(turn, meant, text)
    spoken = conversation.thread_ticket(turn)
    if spoken is not None and _has_a_say(turn, spoken):
        return conversation.in_thread(turn, spoken)
    heard = recognise(text)
    placement = placing_chat.placement(turn, heard)
    match placement.how:
        case How.JOIN:
            return answering.answer(turn, placement.tickets[0], loose=True)
        case How.ASK:
            return placing_chat.ask(turn, placement.tickets)
        case How.NEW:
            return _raised(turn, Via.DIRECT)
        case How.TALK:
            return _small_talk(turn, heard.kind)


def mention(turn: Turn) -> Reply:
    """The desk was spoken to in a channel: a command is answered in private, and so is a misspelt one; a request becomes a ticket
    in its thread.
    """
    interaction = turn.interaction
    command = _said(turn)
    if command.phrase is not None:
        return run(turn, command.phrase, command.argument)
    if meant := misspelt(interaction.text, chat=True):
        return ask_what_was_meant(turn, meant, interaction.text)
    heard = recognise(interaction.text).kind
    spoken = conversation.thread_ticket(turn)
    if spoken is not None and heard not in ("empty", "emoji") and _has_a_say(turn, spoken):
        return conversation.in_thread(turn, spoken)
    if heard == "request":
        _raise(turn, Via.MENTION)
        return Nothing()
    if interaction.where.thread and heard in ("empty", "emoji"):
        return ask_for_message(turn, Where(interaction.where.channel, interaction.where.thread), Via.MENTION)
    return Notice(turn.say("notice.thanks")) if heard in ("thanks", "emoji") else questions.help_(turn)


def channel(turn: Turn) -> Reply:
    """A message in a channel: what the channel's intake says, and answers in the thread of one's own request."""
    interaction = turn.interaction
    if interaction.where.thread:
        spoken = conversation.thread_ticket(turn)
        if spoken is None:
            return Nothing()
        reply = conversation.in_thread(turn, spoken)
        agent = turn.person.works_in(spoken.team_id) and spoken.requester_id != turn.person.id
        silent = not agent and isinstance(reply, Notice)  # what they wrote stands there
        return Nothing() if silent else reply
    place = turn.tx.request_channels.find(turn.org.id, interaction.platform, interaction.where.channel)
    if place is None or place.intake is Intake.ON_REQUEST:
        return Nothing()
    heard = _by_itself(turn, recognise(interaction.text, commands=False))
    if heard == "request":
        return nudge(turn) if place.intake is Intake.NUDGE else _raised(turn, Via.MESSAGE)
    before = recent(turn)
    if before is not None and heard in ("chatter", "emoji", "thanks"):
        join(turn, before, interaction.text, answers=heard != "thanks", follows=heard == "chatter")
    return Nothing()


def command(turn: Turn) -> Reply:
    """`/ticket …`: other text is the summary of a new ticket."""
    given: Command = parse(turn.interaction.text)
    if given.phrase is not None:
        return run(turn, given.phrase, given.argument)
    if meant := misspelt(given.argument, chat=False):
        return ask_what_was_meant(turn, meant, given.argument)
    return asking.new(_with(turn, text=given.argument)) if given.argument else questions.help_(turn)


def reaction(turn: Turn) -> Reply:
    """The ticket emoji on any message makes it a ticket of its author; some others are verbs."""
    interaction = turn.interaction
    if (interaction.values or {}).get("emoji", "") in emoji_verbs.DEEDS:
        return emoji_verbs.reacted(turn)
    if interaction.about is None:
        return Nothing()
    require(turn.person, Action.CREATE)
    return ask_for_message(turn, interaction.about.where, Via.REACTION)


def read(turn: Turn) -> Reply:
    """The message that was pointed at has been read: it is a ticket of the person who wrote it."""
    about = turn.interaction.about
    if about is None or not about.text.strip():
        return turn.notice("notice.cannot_read")
    via = Via((turn.interaction.values or {}).get("via", Via.REACTION))
    return asking.open_about(turn, about, via)


def welcome(turn: Turn) -> Reply:
    """Somebody has just got the desk: once, what it is and one thing to try."""
    who = turn.interaction.where.channel or turn.interaction.actor
    if not turn.tx.inbox.first_time(turn.org.id, f"welcome:{turn.interaction.platform}:{who}", turn.at):
        return Nothing()
    card = questions.help_card(turn)
    return Say(replace(card, body=(Text((turn.say("notice.welcome"),)), *card.body)))


def home(turn: Turn) -> Reply:
    """The App Home was opened: draw it, and from now on keep it true."""
    _show_home(turn, first=turn.tx.inbox.first_time(turn.org.id, f"home:{turn.person.id}", turn.at))
    return Nothing()


def welcomed(turn: Turn) -> Reply:
    """They have read what it is: from now on their App Home shows what it always shows. Only Slack has one."""
    if turn.interaction.platform is Platform.SLACK:
        _show_home(turn, first=False)
    return Nothing()


def _show_home(turn: Turn, *, first: bool) -> None:
    place = Destination(turn.interaction.platform, turn.interaction.workspace, Kind.HOME, user=turn.interaction.actor)
    turn.tx.deliveries.plan(
        turn.org.id,
        NewDelivery(
            DeliveryKind.HOME,
            place,
            viewer_id=turn.person.id,
            locale=turn.locale,
            payload={"first": first},
            unique=f"home:{turn.person.id}:{place.workspace}",
        ),
        turn.at,
    )


def concerns(tx: Tx, org_id: int, interaction: Interaction) -> bool:
    """Whether what was heard is any of the desk's business. What is not leaves no trace: no person, no key, no row."""
    where = interaction.where
    if interaction.verb == "chat.reaction" and (interaction.values or {}).get("emoji") in TICKET_EMOJI:
        return True
    if interaction.verb in ("chat.reaction", emoji_verbs.REMOVED):
        return emoji_verbs.means_something(tx, org_id, interaction)
    if interaction.verb in rewording_chat.VERBS:
        return rewording_chat.concerns(tx, org_id, interaction)
    if interaction.verb != "chat.channel":
        return True
    if where.thread:
        return tx.tickets.by_thread(org_id, interaction.platform, interaction.workspace, where.channel, where.thread) is not None
    place = tx.request_channels.find(org_id, interaction.platform, where.channel)
    return place is not None and place.intake is not Intake.ON_REQUEST


def run(turn: Turn, phrase: Phrase, argument: str) -> Reply:
    """Do what a typed command says."""
    return _COMMANDS[phrase.verb](_with(turn, text=argument))


def _said(turn: Turn) -> Command:
    """What was said in a chat as a command: some are everyday words that only who helps means as one."""
    text = turn.interaction.text
    found = parse_chat(text)
    ordinary = found.phrase is not None and found.phrase.everyday and not (turn.person.is_agent or turn.person.admin)
    return Command(None, text) if ordinary and not text.lstrip().startswith("/") else found


def _with(turn: Turn, **changes: str) -> Turn:
    return replace(turn, interaction=replace(turn.interaction, **changes))  # type: ignore[arg-type]


def _raise(turn: Turn, via: Via) -> Ticket:
    """A platform may bring the same words again under another id (Teams does after half a minute): they count once."""
    interaction = turn.interaction
    before = recent(turn)
    if before is not None and before.details == clean_text(interaction.text, LONGEST).strip():
        attach(turn, before, 0, interaction.files)
        return before
    source = source_of(turn, interaction.where)
    return open_request(turn, Request(interaction.text, source, via, turn.person, body=formatting(interaction.rich)))


def _raised(turn: Turn, via: Via) -> Reply:
    _raise(turn, via)
    return Nothing()


def _has_a_say(turn: Turn, ticket: Ticket) -> bool:
    """Whether this person may speak in the thread of a ticket."""
    return may_on(turn.tx, turn.person, Action.COMMENT, ticket)


def _by_itself(turn: Turn, recognised: Recognition) -> str:
    """What it is. A sentence that is only long, right after one's own request, goes on with that; in doubt else it is one."""
    return "chatter" if recognised.reasons == ("length",) and recent(turn) is not None else recognised.kind


def _small_talk(turn: Turn, heard: str) -> Reply:
    if heard in ("thanks", "emoji"):
        return Say(turn.card("notice.thanks"))
    if turn.interaction.files:
        return Say(turn.card("notice.file_alone", file=clean_name(turn.interaction.files[0].name)))
    return Say(questions.help_card(turn))


_COMMANDS: dict[str, Verb] = {
    **questions.VERBS,
    **asking.VERBS,
    **people_chat.VERBS,
    **reports_chat.VERBS,
    **following_chat.VERBS,
    **trail_chat.VERBS,
}

VERBS: dict[str, Callable[[Turn], Reply]] = {
    "chat.direct": direct,
    "chat.mention": mention,
    "chat.channel": channel,
    "chat.command": command,
    "chat.reaction": reaction,
    **emoji_verbs.VERBS,
    "chat.read": read,
    "chat.welcome": welcome,
    "home.opened": home,
    "person.welcomed": welcomed,
    **rewording_chat.VERBS,
}
