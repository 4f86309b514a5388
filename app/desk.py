"""The desk. Whatever somebody did in a chat is one `Interaction`; one transaction later there is one `Reply`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog

from app import words
from app.attachments.intake import put_away
from app.attachments.links import NO_LINKS, FileLinks
from app.errors import Conflict, Invalid, Refusal, Stale
from app.forms import Form
from app.interaction import Can, Interaction, Said, Where
from app.people import chat as people_chat
from app.people.commands import recognise
from app.people.permissions import Action
from app.policy.changes import current
from app.ports import Chance, Clock, OpenTx, Tx
from app.posts.answers import carried, forget_choice
from app.replies import FixForm, Nothing, Notice, OpenForm, Reply, ShowCard
from app.reports import chat as reports_chat
from app.reports import files_chat
from app.routing.commands import ticket_number
from app.seal import Seal
from app.sla import chat as sla_chat
from app.tickets import asking, chat, early_replies, finding_people, listening, nudging, questions, rewording_chat
from app.tickets.belonging import learn_audience
from app.tickets.letting_in import may_on
from app.tickets.naming_people import filled_again
from app.tickets.settled import settled, settles
from app.tickets.showing import pressed_card
from app.turn import Turn, Verb, locale_of

__all__ = ["Can", "Desk", "Interaction", "Said", "Where"]

VERBS: dict[str, Verb] = {
    **chat.VERBS,
    **questions.VERBS,
    **asking.VERBS,
    **listening.VERBS,
    **nudging.VERBS,
    **finding_people.VERBS,
    **people_chat.VERBS,
    **reports_chat.VERBS,
    **files_chat.VERBS,
    **sla_chat.VERBS,
}

FORMS = {"ticket.new", "ticket.from_message", "person.preferences"}
ASKED = {*questions.VERBS, *reports_chat.VERBS, *finding_people.VERBS}
LOOKS = chat.OPENS | sla_chat.OPENS | ASKED | FORMS | {"report.file"}
"""Verbs that only read. Asking twice is asking twice, so no key is kept. (A file that is asked for keeps one of its own.)"""

OPENED_BY = {"ticket.create": "ticket.new", "ticket.more.pick": "ticket.more"}
"""Which verb opens the form that another one takes; the others are named alike (`ticket.assign`, `ticket.assign.save`)."""

TRIES = 8
"""How often an interaction is run again when somebody else changed the same ticket meanwhile."""

T = TypeVar("T")

log = structlog.get_logger()


class Desk:
    """Finds the person, runs the verb, plans what the platform's own answer cannot carry: one transaction, one commit."""

    def __init__(self, open_tx: OpenTx, clock: Clock, chance: Chance, seal: Seal, links: FileLinks = NO_LINKS) -> None:
        self._open_tx, self._clock, self._chance, self._seal, self._links = open_tx, clock, chance, seal, links

    def handle(self, interaction: Interaction) -> Reply:
        """Never raises a Refusal: that comes back in words. Raises when nothing could be committed."""
        at = self._clock()
        try:
            reply, waited = self._in_one_go(lambda tx: (self._once(tx, interaction, at), early_replies.of_opened(tx)))
        except Refusal as refusal:
            log.info("refused", verb=interaction.verb, why=refusal.key, key=interaction.key)
            said = refusal
        else:
            for answer in waited:
                self.handle(answer)
                self._in_one_go(partial(_heard, answer))
            return reply
        return self._in_one_go(lambda tx: self._refused(tx, interaction, said, at))

    def _in_one_go(self, work: Callable[[Tx], T]) -> T:
        """In a transaction of its own, again where somebody else was faster. Raises Stale when that happened too often."""
        for left in range(TRIES, 0, -1):
            try:
                with self._open_tx() as tx:
                    return work(tx)
            except Stale:
                if left == 1:
                    raise
        raise AssertionError("unreachable")

    def _once(self, tx: Tx, interaction: Interaction, at: datetime) -> Reply:
        org_id = org_of(tx, interaction)
        if not listening.concerns(tx, org_id, interaction):
            if early_replies.waits(tx, org_id, interaction):
                early_replies.keep(tx, org_id, interaction, at)
            return Nothing()
        learn_audience(tx, org_id, interaction)
        verb = VERBS.get(interaction.verb)
        if verb is None:
            raise Refusal("refusal.unknown_verb")
        first = self._first_time(tx, org_id, interaction, at)
        if rewording_chat.by_nobody(tx, org_id, interaction):
            if first:
                rewording_chat.gone(tx, org_id, interaction, at)
            return Nothing()
        turn = self._turn(tx, org_id, interaction, at)
        reply = settled(turn, verb(turn)) if first else self._again(turn)
        if first and interaction.verb not in LOOKS and interaction.verb != rewording_chat.EDITED:
            put_away(turn)
        if interaction.menu:
            forget_choice(turn)
        return carried(turn, reply)

    def _first_time(self, tx: Tx, org_id: int, interaction: Interaction, at: datetime) -> bool:
        if interaction.verb in LOOKS:
            return True
        keys = [key for key in (interaction.key, *interaction.also) if key]
        return tx.inbox.first_times(org_id, keys, at)  # every key is kept, also behind one that was seen

    def _turn(self, tx: Tx, org_id: int, interaction: Interaction, at: datetime) -> Turn:
        policy = current(tx, org_id)
        person = recognise(tx, org_id, interaction, at, policy.people.link_by_email)
        org = tx.organisations.get(org_id)
        return Turn(tx, org, person, interaction, at, locale_of(person, org), policy, self._chance, self._seal, self._links)

    def _again(self, turn: Turn) -> Reply:
        """The same deed a second time: nothing happens. A card shows how things stand, else they hear that it is done."""
        if shown := None if settles(turn) else self._present(turn, ""):
            return shown
        can = turn.interaction.can
        pressed = bool(can) and (Can.FIX not in can or Can.CARD in can)
        return turn.notice("notice.done_already") if pressed else Nothing()

    def _present(self, turn: Turn, note: str) -> ShowCard | None:
        number = ticket_number(turn.interaction.ref)
        ticket = turn.tx.tickets.get(turn.org.id, number) if number else None
        if ticket is None or not turn.interaction.where.message:
            return None
        if not may_on(turn.tx, turn.person, Action.SEE, ticket):
            return None  # the verb never looked at this ticket: a number alone shows nobody anything
        return replace(pressed_card(turn, ticket), note=note)

    def _refused(self, tx: Tx, interaction: Interaction, refusal: Refusal, at: datetime) -> Reply:
        """No, in words, for the person alone; a card that was out of date is made true."""
        org_id = org_of(tx, interaction)
        if not interaction.can and interaction.key and not tx.inbox.first_time(org_id, f"refused:{interaction.key}", at):
            return Nothing()
        if isinstance(refusal, Invalid) and refusal.said:
            tx.inbox.first_time(org_id, refusal.said, at)
        turn = self._turn(tx, org_id, interaction, at)
        if interaction.menu:
            forget_choice(turn)
        return carried(turn, settled(turn, self._no(turn, refusal)))

    def _no(self, turn: Turn, refusal: Refusal) -> Reply:
        facts = dict(refusal.facts)
        if person_id := facts.pop("person_id", None):
            facts["name"] = turn.tx.people.get(turn.org.id, person_id).name
        if isinstance(refusal, Invalid):
            problems = {field: turn.say(key, **facts) for field, key in refusal.fields.items()}
            text = turn.say(refusal.key, **facts)
            return FixForm(problems, self._same_form(turn, problems, text), text)
        text = words.say(refusal.key, turn.locale, **facts)
        if Can.FIX in turn.interaction.can:
            return FixForm({}, self._same_form(turn, {}, text), text)
        if isinstance(refusal, Conflict) and not settles(turn) and (shown := self._present(turn, text)):
            return shown
        return Notice(text)

    def _same_form(self, turn: Turn, problems: Mapping[str, str], problem: str) -> Form | None:
        """The form that was sent, with what was typed and what is wrong with it; it still knows what it is about."""
        opened_by = OPENED_BY.get(turn.interaction.verb, turn.interaction.verb.removesuffix(".save"))
        opener = VERBS.get(opened_by) if opened_by in LOOKS else None
        values = turn.interaction.values or {}
        if opener is None:
            return None
        asking_again = replace(turn, interaction=replace(turn.interaction, text="", about=None, can=frozenset({Can.FORM})))
        try:
            shown = opener(asking_again)
        except Refusal:
            # They may not even open it any more: the words alone have to do.
            return None
        if not isinstance(shown, OpenForm):
            return None
        fields = tuple(filled_again(turn, field, values.get(field.name, field.value)) for field in shown.form.fields)
        return replace(shown.form, fields=fields, problems=problems, problem=problem, keep={"kept": values.get("kept", "")})


def _heard(interaction: Interaction, tx: Tx) -> None:
    early_replies.heard(tx, org_of(tx, interaction), interaction)


def org_of(tx: Tx, interaction: Interaction) -> int:
    """The organisation whose workspace this came from; the door lets nobody else in."""
    workspace = tx.workspaces.find(interaction.platform, interaction.workspace)
    if workspace is None:
        raise LookupError(f"{interaction.platform} workspace is not known")
    return workspace.org_id
