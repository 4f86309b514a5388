"""What somebody wants to hear privately, when not, and in which language: a form of their own."""

from __future__ import annotations

from dataclasses import replace

from app.errors import Invalid
from app.interaction import Can
from app.people.model import Person, Platform
from app.people.permissions import Action, require
from app.people.preferences import OPTIONAL, Notice, Preferences, Quiet, SameTime, next_allowed, shown, span_of
from app.people.preferences_form import AS_PLATFORM, LANGUAGES, OFF, ON, preferences_card, preferences_form
from app.posts.model import Destination, Kind
from app.posts.planning import home_delivery
from app.replies import Reply, Say
from app.turn import Turn, Verb, locale_of


def preferences(turn: Turn) -> Reply:
    """The form as it stands. A typed message opens none: a button can."""
    require(turn.person, Action.CREATE)
    chosen, helps = turn.tx.choices.of(turn.org.id, turn.person.id), turn.person.is_agent or turn.person.admin
    if Can.FORM not in turn.interaction.can:
        return Say(preferences_card(chosen, turn.person.locale, turn.zone, turn.locale))
    return turn.open(preferences_form(chosen, turn.person.locale, turn.zone, turn.locale, helps=helps))


def save(turn: Turn) -> Reply:
    """From now on it is like that; what has been kept back for their quiet hours follows the new ones."""
    require(turn.person, Action.CREATE)
    before = turn.tx.choices.of(turn.org.id, turn.person.id)
    chosen = Preferences(frozenset(_off(turn, before)), _quiet(turn))
    person = replace(turn.person, locale=_language(turn))
    turn.tx.choices.keep(person, chosen)
    if person != turn.person:
        turn.tx.people.save(person, turn.at)
    turn.tx.deliveries.release(turn.org.id, _lanes(turn), turn.at, next_allowed(chosen.quiet, turn.zone, turn.at))
    _redraw_home(turn, person)
    there = replace(turn, person=person, locale=locale_of(person, turn.org))
    if chosen.quiet is None:
        return there.notice("notice.preferences_kept")
    return there.notice("notice.preferences_quiet", span=shown(chosen.quiet), zone=turn.zone)


def _off(turn: Turn, before: Preferences) -> set[Notice]:
    """What they do without; what was not asked of them stays as it was."""
    off = set(before.off)
    for notice in OPTIONAL:
        answer = turn.value(notice)
        if answer not in (ON, OFF, ""):
            raise Invalid(fields={notice: "refusal.unknown_choice"})
        if answer:
            off = off - {notice} if answer == ON else off | {notice}
    return off


def _quiet(turn: Turn) -> Quiet | None:
    try:
        return span_of(turn.value("quiet", 40))
    except SameTime as problem:
        raise Invalid(fields={"quiet": "refusal.quiet_same"}) from problem
    except ValueError as problem:
        raise Invalid(fields={"quiet": "refusal.bad_hours"}) from problem


def _language(turn: Turn) -> str:
    """Their own choice, '' where the platform says it."""
    asked = turn.value("language") or turn.person.locale or AS_PLATFORM
    if asked != AS_PLATFORM and asked not in LANGUAGES:
        raise Invalid(fields={"language": "refusal.unknown_choice"})
    return "" if asked == AS_PLATFORM else asked


def _redraw_home(turn: Turn, person: Person) -> None:
    """It says how they stand."""
    if turn.tx.inbox.seen(turn.org.id, f"home:{person.id}"):
        for one in person.identities:
            if one.platform is Platform.SLACK and one.workspace:
                place = Destination(one.platform, one.workspace, Kind.HOME, user=one.user)
                turn.tx.deliveries.plan(turn.org.id, home_delivery(place, person, locale_of(person, turn.org)), turn.at)


def _lanes(turn: Turn) -> list[str]:
    """Their 1:1 chats with the desk."""
    known = {workspace.platform: workspace.external_id for workspace in turn.tx.workspaces.of(turn.org.id)}
    return [
        Destination(one.platform, workspace, Kind.DIRECT, user=one.user).lane
        for one in turn.person.identities
        for workspace in {one.workspace, known.get(one.platform, "")}
    ]


VERBS: dict[str, Verb] = {"person.preferences": preferences, "person.preferences.save": save}
