"""What people say about themselves: the language they want to read; and who is on duty."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from app.errors import Conflict, NotFound
from app.people import away_chat, preferences_chat
from app.people.duty import duty_card, duty_of
from app.people.model import Team
from app.people.permissions import Action, require
from app.replies import Answer, Reply
from app.routing.spelling import fold
from app.turn import Turn, Verb

NAMES = {"en": ("en", "english", "अंग्रेज़ी", "अंग्रेजी"), "hi": ("hi", "hindi", "हिन्दी", "हिंदी")}
SHOWN = {"en": "English", "hi": "हिन्दी"}


def language(turn: Turn) -> Reply:
    """From now on they are spoken to in this language, wherever they are."""
    asked = unicodedata.normalize("NFC", turn.interaction.text.strip().casefold())
    chosen = next((tag for tag, names in NAMES.items() if asked in {unicodedata.normalize("NFC", name) for name in names}), None)
    if chosen is None:
        raise Conflict("refusal.unknown_language", languages=", ".join(SHOWN.values()))
    turn.tx.people.save(replace(turn.person, locale=chosen), turn.at)
    return replace(turn, locale=chosen).notice("notice.language", language=SHOWN[chosen])


def duty(turn: Turn) -> Reply:
    """Who can be asked now in their teams, or in the one they name."""
    require(turn.person, Action.SEE_DUTY)
    return Answer(duty_card([duty_of(turn.tx, turn.policy, team, turn.at) for team in _teams(turn)], turn.locale, turn.zone))


def _teams(turn: Turn) -> list[Team]:
    """The team they name by its key or its name; else their own, and every team for who works in none."""
    every = turn.tx.teams.all(turn.org.id)
    asked = fold(turn.interaction.text.strip(" .,!?।"))
    if not asked:
        return [team for team in every if turn.person.works_in(team.id)] or list(every)
    named = [team for team in every if asked in (fold(team.key), fold(team.name))]
    if not named:
        raise NotFound("refusal.unknown_team", teams=", ".join(team.name for team in every)[:200])
    return named


VERBS: dict[str, Verb] = {"person.language": language, "team.duty": duty, **away_chat.VERBS, **preferences_chat.VERBS}
