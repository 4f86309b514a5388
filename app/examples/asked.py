"""Every form, as it opens and as it comes back with what is wrong in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from app import words
from app.examples.cast import NOW, ZONE, Cast
from app.forms import Form, Option
from app.seal import Seal
from app.sla.chat import snooze_form
from app.tickets import forms
from app.tickets.model import Ticket

_SEAL = Seal(b"the key of the examples")
_MORE = (
    "note", "wait", "snooze", "wake", "move", "edit", "history", "follow", "unfollow", "add_follower", "separate", "duplicate",
    "not_request",
)  # fmt: skip


def form_examples(cast: Cast, locale: str) -> dict[str, Form]:
    """As a turn opens them: they count once, and carry sealed what they are about."""
    drawn = _drawn(cast, locale)
    found = {name: _opened(form, name) for name, form in drawn.items()}
    empty = {"summary": words.say("refusal.needs_summary", locale)}
    return found | {
        "form.new_wrong": replace(found["form.new"], problem=words.say("refusal.check_form", locale), problems=empty),
        "form.resolve_wrong": replace(
            found["form.resolve"],
            problem=words.say("refusal.check_form", locale),
            problems={"resolution": words.say("refusal.too_long", locale, limit=20_000)},
        ),
    }


def _drawn(cast: Cast, locale: str) -> dict[str, Form]:
    ticket, told = cast.ticket(), cast.told
    behalf = (cast.identity(cast.requester), cast.requester.name)
    claimed = cast.ticket()
    claimed.claim(cast.agent, claimed.created_at)
    filled = partial(forms.new_form, locale, [cast.category], summary=told.summary, details=told.details, category="vpn")
    return {
        "form.new": forms.new_form(locale, [cast.category]),
        "form.new_filled": filled(),
        "form.new_on_behalf": filled(on_behalf=behalf),
        "form.new_by_agent": forms.new_form(locale, [], on_behalf=("", "")),
        "form.new_for_anybody": filled(on_behalf=behalf, elsewhere=cast.elsewhere),
        "form.assign": forms.assign_form(ticket, [cast.agent, cast.other_agent], locale),
        "form.reassign": forms.assign_form(claimed, [cast.agent, cast.other_agent], locale),
        "form.priority": forms.priority_form(ticket, locale),
        "form.move": forms.move_form(ticket, [cast.other_team], locale),
        "form.edit": forms.edit_form(ticket, [cast.category], locale),
        "form.resolve": forms.resolve_form(ticket, locale),
        "form.resolve_for_many": forms.resolve_form(ticket, locale, 3),
        "form.reply": forms.reply_form(ticket, cast.requester, locale),
        "form.note": forms.note_form(ticket, locale),
        "form.snooze": forms.snooze_form(ticket, _times(locale), locale),
        "form.snooze_alert": snooze_form(ticket, locale),
        "form.duplicate": forms.duplicate_form(ticket, locale),
        "form.known_issue": forms.known_issue_form(ticket, locale),
        "form.more": _more(ticket, locale),
    }


def _times(locale: str) -> list[Option]:
    """The choices of a Monday morning."""
    ends = {"hour": 1, "hours": 4, "day": 24, "week": 168}
    timed = [
        Option(name, f"{words.say(f'option.aside.{name}', locale)} · {words.moment(NOW + timedelta(hours=away), locale, ZONE)}")
        for name, away in ends.items()
    ]
    return [*timed, Option("answer", words.say("option.aside.answer", locale))]


def _more(ticket: Ticket, locale: str) -> Form:
    actions = [(f"ticket.{verb}", words.say(f"button.{verb}", locale)) for verb in _MORE]
    return forms.more_form(ticket, actions, locale)


def _opened(form: Form, name: str) -> Form:
    kept = _SEAL.close({"version": "1", "chat": "C0HELP001", "chat_direct": ""})
    return replace(form, nonce=f"nonce-{name}", keep={"kept": kept})
