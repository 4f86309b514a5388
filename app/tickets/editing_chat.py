"""The form in which agents correct a ticket's summary and category."""

from __future__ import annotations

from app.errors import Invalid
from app.people.model import Category
from app.people.permissions import Action
from app.replies import Reply
from app.text import one_line
from app.tickets import commands, forms
from app.tickets.forms import NO_CATEGORY, SUMMARY_LIMIT
from app.turn import Turn, Verb


def edit(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.EDIT)
    return turn.open(forms.edit_form(ticket, turn.tx.categories.all(turn.org.id), turn.locale))


def edit_save(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.EDIT)
    summary = one_line(turn.value("summary", SUMMARY_LIMIT), SUMMARY_LIMIT)
    if not summary:
        raise Invalid(fields={"summary": "refusal.needs_summary"})
    before = turn.tx.categories.get(turn.org.id, ticket.category_id) if ticket.category_id else None
    commands.edit(turn.tx, ticket, summary, before, _category(turn, before), turn.person, turn.at, turn.seen)
    return turn.notice("notice.now_edited", ticket=ticket.key)


def _category(turn: Turn, before: Category | None) -> Category | None:
    """As chosen; one that the policy has forgotten meanwhile may stay."""
    chosen = turn.value("category")
    if chosen == NO_CATEGORY:
        return None
    every = [*turn.tx.categories.all(turn.org.id), *([before] if before else [])]
    found = next((category for category in every if category.key == chosen), None)
    if found is None:
        raise Invalid(fields={"category": "refusal.unknown_choice"})
    return found


VERBS: dict[str, Verb] = {"ticket.edit": edit, "ticket.edit.save": edit_save}
