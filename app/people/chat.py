"""What people say about themselves: the language they want to read."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from app.errors import Conflict
from app.replies import Reply
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


VERBS: dict[str, Verb] = {"person.language": language}
