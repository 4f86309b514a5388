"""Asking with a form, and about a message somebody pointed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.attachments.intake import attach
from app.attachments.naming import clean_name
from app.attachments.remembering import packed, unpacked
from app.errors import Invalid
from app.forms import Form
from app.interaction import Can, Said
from app.people.model import Person
from app.people.permissions import Action, may, require
from app.posts.planning import is_reached
from app.replies import Nothing, Notice, Reply, Say
from app.routing import categories
from app.routing.title import heading
from app.text import clean_text, one_line
from app.tickets.belonging import mark_of
from app.tickets.elsewhere import other_platform
from app.tickets.forms import DETAILS_LIMIT, SUMMARY_LIMIT, new_form
from app.tickets.intake import Request, author_of, chosen_priority, open_request, source_of
from app.tickets.model import Source, Ticket, Via
from app.tickets.naming_people import PREFILLED, chosen, identity, is_chosen
from app.tickets.off_hours import back_at, back_line
from app.tickets.sentences import form_card
from app.tickets.spoken import Spoken, formatting, typed
from app.turn import Turn

_PLACE = ("channel", "message", "thread", "link")
FILES_KEPT, FILES_SEALED = 8_000, 1_600
"""Characters before and after sealing."""

NAME_SHOWN = 40
"""Characters of a file's name: the form has room for twenty of them."""

CARRIED = 900
"""Characters of what was typed that a button remembers; Slack's has room for 2,000, and some take two of them."""


def new(turn: Turn) -> Reply:
    """The form, filled with what was typed. A typed message on Teams cannot open one: a button can."""
    require(turn.person, Action.CREATE)
    text = turn.interaction.text or (turn.interaction.values or {}).get("summary", "")
    if Can.FORM not in turn.interaction.can:
        return Say(form_card(clean_text(text, CARRIED).strip(), turn.locale))
    where = turn.interaction.where
    myself = _myself(turn)
    return turn.open(_form(turn, *_divided(text), myself), channel=where.channel, **{PREFILLED: myself[0]})


def from_message(turn: Turn) -> Reply:
    """The form, filled with the message that was pointed at; its author is the requester where an agent asks."""
    require(turn.person, Action.CREATE)
    about = turn.interaction.about
    if about is None:
        return new(turn)
    there = turn.tx.tickets.by_source(
        turn.org.id, turn.interaction.platform, turn.interaction.workspace, about.where.channel, about.where.message
    )
    if there is not None:
        return turn.notice("notice.exists", ticket=there.key)
    author = (identity(turn, about.author), about.author_profile.name if about.author_profile else "")
    form = _form(turn, heading(about.text), about.text, author if about.author and not about.by_bot else ("", ""))
    place = {name: getattr(about.where, name) for name in _PLACE}
    written = {"said": mark_of(clean_text(about.text, DETAILS_LIMIT)), "bot": "1" if about.by_bot or not about.author else ""}
    facts = {"direct": "1" if about.where.direct else "", PREFILLED: author[0], **written}
    files = _files_of(turn, about)
    return turn.open(_naming(turn, form, files), **place, **facts, **files)


def create(turn: Turn) -> Reply:
    """The form was sent: the person who submits it asks, or, for an agent, the one it is on behalf of."""
    summary, details = turn.value("summary", SUMMARY_LIMIT), turn.value("details")
    if not summary:
        raise Invalid(fields={"summary": "refusal.needs_summary"})
    requester = _requester(turn)
    spoken = typed(details) if details else Spoken(summary)
    request = Request(
        text=spoken.text,
        source=_source(turn),
        via=Via.SHORTCUT if turn.kept.get("message") else Via.FORM,
        requester=requester,
        summary=summary,
        category=turn.value("category"),
        chosen=chosen_priority(turn.value("priority")),
        body=spoken.body,
        **_whose(turn, requester, details),
    )
    ticket = open_request(turn, request)
    attach(turn, ticket, 0, unpacked(turn.kept.get("files", "")), turn.kept.get("link", ""))
    created = turn.say("notice.created", ticket=ticket.key, summary=ticket.summary)
    return Notice("\n".join(filter(None, (created, _told(turn, requester), _when_back(turn, ticket)))))


def open_about(turn: Turn, about: Said, via: Via) -> Reply:
    """A message becomes a ticket of the person who wrote it."""
    bot = about.by_bot
    author = turn.person if bot else author_of(turn, about)
    source = source_of(turn, about.where)
    request = Request(about.text, source, via, author, body=formatting(about.rich), own=not bot, pointed=bot)
    open_request(turn, request)
    return Nothing()


def _divided(text: str) -> tuple[str, str]:
    """What was typed as a summary, and as details where it is more than that."""
    tidy = text.strip()
    return (tidy, "") if len(tidy) <= SUMMARY_LIMIT and "\n" not in tidy else (heading(tidy), tidy)


def _files_of(turn: Turn, about: Said) -> dict[str, str]:
    """What hangs on the message, as much as a form can remember sealed: Slack's has 3,000 characters for everything."""
    room = FILES_KEPT
    while room and len(turn.seal.close({"files": packed(about.files, room)})) > FILES_SEALED:
        room = room * 3 // 4
    found = packed(about.files, room)
    return {"files": found} if found else {}


def _naming(turn: Turn, form: Form, files: Mapping[str, str]) -> Form:
    """Whoever sends the form knows which files go to whoever it is for."""
    names = ", ".join(one_line(clean_name(file.name), NAME_SHOWN) for file in unpacked(files.get("files", "")))
    return replace(form, intro=turn.say("notice.form_files", files=names)) if names else form


def _whose(turn: Turn, requester: Person, details: str) -> dict[str, bool]:
    """Whether the requester wrote the message that the form is about, or nobody did; and whether its words are still those."""
    kept, asked = turn.kept, turn.interaction
    if not kept.get("message"):
        return {}
    user = kept.get(PREFILLED, "").rpartition("/")[2]
    author = turn.tx.people.by_identity(turn.org.id, asked.platform, asked.workspace, user) if user else None
    bot = bool(kept.get("bot"))
    own = not bot and author is not None and author.id == requester.id
    return {"own": own, "verbatim": mark_of(details) == kept.get("said"), "pointed": bot and requester.id == turn.person.id}


def _when_back(turn: Turn, ticket: Ticket) -> str:
    """One line more for whoever asks while the team does not work."""
    team = turn.tx.teams.get(turn.org.id, ticket.team_id)
    back = back_at(turn.policy, team, turn.at)
    return back_line(team.name, back, turn.at, turn.locale, turn.person.timezone, turn.zone) if back else ""


def _told(turn: Turn, requester: Person) -> str:
    """Whether somebody for whom it was asked hears of it now, or only when they have got the desk."""
    if requester.id == turn.person.id:
        return ""
    reached = any(is_reached(one) for one in requester.identities)
    if any(one.user == requester.name for one in requester.identities):  # whose name the platform has not told yet
        return turn.say("notice.told_too" if reached else "notice.told_later")
    return turn.say("notice.named_told_too" if reached else "notice.named_told_later", name=requester.name)


def _form(turn: Turn, summary: str, details: str, on_behalf: tuple[str, str]) -> Form:
    topics = turn.tx.categories.all(turn.org.id)
    guess = categories.guess(f"{summary}\n{details}", topics)
    return new_form(
        turn.locale,
        topics,
        summary=one_line(summary, SUMMARY_LIMIT),
        details=clean_text(details, DETAILS_LIMIT),
        category=guess.key if guess else "",
        on_behalf=on_behalf if may(turn.person, Action.CREATE_FOR) else None,
        elsewhere=other_platform(turn.tx, turn.org.id, turn.interaction.platform),
    )


def _myself(turn: Turn) -> tuple[str, str]:
    return identity(turn, turn.interaction.actor), turn.person.name


def _requester(turn: Turn) -> Person:
    """Who it is for: themselves, or for those who may ask for others somebody whom they have chosen."""
    if not is_chosen(turn, "on_behalf"):
        return turn.person
    require(turn.person, Action.CREATE_FOR)
    return chosen(turn, "on_behalf")


def _source(turn: Turn) -> Source:
    kept, interaction = turn.kept, turn.interaction
    if not kept.get("message"):
        return Source(interaction.platform, interaction.workspace)
    channel, message, thread, link = (kept.get(name, "") for name in _PLACE)
    return Source(interaction.platform, interaction.workspace, channel, message, thread, bool(kept.get("direct")), link)


VERBS = {"ticket.new": new, "ticket.from_message": from_message, "ticket.create": create}
