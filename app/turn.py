"""One turn at the desk: the open transaction, the person, the time, and the words they read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app import words
from app.attachments.links import NO_LINKS, FileLinks, FileReader
from app.cards import Card, said
from app.errors import Invalid, NotFound
from app.forms import Form
from app.interaction import Interaction
from app.people.model import Organisation, Person, Team
from app.people.permissions import Action, require
from app.policy.document import Document
from app.ports import Chance, Tx
from app.replies import Notice, OpenForm, Reply
from app.routing.commands import ticket_number
from app.seal import Seal
from app.tickets.letting_in import let_in, say_whose
from app.tickets.model import Ticket

VERSION, MINE = "version", "mine"


@dataclass(frozen=True)
class Turn:
    """What a verb works with. `at` is aware UTC, `locale` the reader's."""

    tx: Tx
    org: Organisation
    person: Person
    interaction: Interaction
    at: datetime
    locale: str
    policy: Document
    chance: Chance
    seal: Seal
    links: FileLinks = NO_LINKS

    def say(self, key: str, /, **facts: Any) -> str:
        return words.say(key, self.locale, **facts)

    def notice(self, key: str, /, **facts: Any) -> Notice:
        return Notice(self.say(key, **facts))

    def card(self, key: str, /, **facts: Any) -> Card:
        """A card that only says this."""
        return said(self.say(key, **facts), self.locale)

    def public(self, key: str, /, **facts: Any) -> Card:
        """The same in the organisation's language, for a place where others read along."""
        locale = words.negotiate(self.org.locale)
        return said(words.say(key, locale, **facts), locale)

    @property
    def reader(self) -> FileReader:
        """They, as who opens files."""
        return FileReader(self.links, self.person.id, self.at)

    @property
    def zone(self) -> str:
        """The reader's time zone, IANA."""
        return self.person.timezone or self.org.timezone

    @property
    def kept(self) -> Mapping[str, str]:
        """What the form that was submitted knew when it was opened; empty where it is touched, somebody else's or another's."""
        facts = self.seal.open((self.interaction.values or {}).get("kept", ""))
        asked = self.interaction
        return facts if facts.pop(MINE, "") == self._mine(asked.verb, asked.ref) else {}

    def keep(self, verb: str, ref: str = "", **facts: str) -> str:
        """Facts that travel along sealed: they come back with `verb` on `ref` from this person's own client, or not at all."""
        return self.seal.close({**facts, MINE: self._mine(verb, ref)})

    def _mine(self, verb: str, ref: str) -> str:
        asked = self.interaction
        return f"{asked.platform}:{asked.workspace}/{asked.actor} {verb} {ref}"

    @property
    def seen(self) -> int:
        """The ticket version the person saw, 0 where it is not known."""
        kept = self.kept.get(VERSION, "")
        return int(kept) if kept.isdigit() else self.interaction.version

    @property
    def acts_in(self) -> tuple[str, str]:
        """The channel and the thread they act in, '' where it is none; of a form those where it was opened."""
        where = self.interaction.where
        if where.channel:
            return where.channel, where.thread
        return self.kept.get("chat", ""), self.kept.get("chat_thread", "")

    @property
    def pressed(self) -> str:
        """The message that was pressed, or from which the form was opened."""
        return self.interaction.where.message or self.kept.get("chat_message", "")

    def value(self, name: str, limit: int = 20_000) -> str:
        """A field of the submitted form, trimmed. Longer than `limit` is refused at that field, so that nothing is cut unseen."""
        text = (self.interaction.values or {}).get(name, "").strip()
        if len(text) > limit:
            raise Invalid(fields={name: "refusal.too_long"}, limit=limit)
        return text

    def open(self, form: Form, **keep: str) -> OpenForm:
        """Show a form that counts once and remembers, sealed, what it is about."""
        channel, thread = self.acts_in
        direct = "1" if self.interaction.where.direct else self.kept.get("chat_direct", "")
        chat = {"chat": channel, "chat_thread": thread, "chat_message": self.pressed, "chat_direct": direct}
        facts = {VERSION: str(self.seen), **chat, **keep}
        kept = self.keep(form.verb, form.ref, **facts)
        return OpenForm(replace(form, nonce=self.chance(), keep={"kept": kept}, locale=self.locale))

    def known_ticket(self, ref: str) -> Ticket | None:
        """The ticket of that name, whoever may see it."""
        number = ticket_number(ref)
        return self.tx.tickets.get(self.org.id, number) if number else None

    def ticket(self, action: Action, ref: str = "") -> tuple[Ticket, Team]:
        """The ticket they mean and its team, if they may do that to it."""
        asked = ref or self.interaction.ref
        number, ticket = ticket_number(asked), self.known_ticket(asked)
        if ticket is None:
            require(self.person, Action.CREATE)
            if number is None and asked.strip():
                raise NotFound("refusal.no_number", words=asked.strip()[:40])
            raise NotFound("refusal.not_found", ticket=f"T-{number}")
        team = self.tx.teams.get(self.org.id, ticket.team_id)
        say_whose(self.tx, self.person, ticket, self.interaction, team.name)
        require(
            self.person, action, team_id=ticket.team_id, requester_id=ticket.requester_id, ticket=ticket.key, team=team.name,
            follows=let_in(self.tx, self.person, ticket),
        )  # fmt: skip
        return ticket, team


Verb = Callable[[Turn], Reply]
"""What people can do from chat: reads for showing, calls one command, chooses the reply."""


def locale_of(person: Person | None, org: Organisation) -> str:
    """Their own choice, else their platform's, else the organisation's."""
    tags = (person.locale, person.platform_locale) if person else ()
    return words.negotiate(*(tag for tag in (*tags, org.locale) if tag))
