"""An example of everything a person can see: each card and form, drawn by the views that draw the real ones.

The renderers of every platform are proved against these. A new card or form needs a new example here, or the tests say so.
"""

from __future__ import annotations

from app.cards import Card
from app.examples.absences import absence_examples
from app.examples.afterwards import afterwards_examples
from app.examples.alerts import alert_examples
from app.examples.asked import form_examples
from app.examples.attached import attached_examples
from app.examples.cast import TOLD, Cast, Told
from app.examples.following import following_examples
from app.examples.lines import line_examples
from app.examples.linked import linked_examples
from app.examples.lists import list_examples
from app.examples.news import news_examples, sentence_examples
from app.examples.passages import passage_examples
from app.examples.reports import report_examples
from app.examples.ticket_cards import ticket_examples
from app.forms import Form
from app.people.model import Platform

__all__ = ["Told", "examples"]


def examples(locale: str, told: Told | None = None, platform: Platform = Platform.SLACK) -> dict[str, Card | Form]:
    """Cards and forms by name. `told` replaces what people wrote, `platform` is where the reader is."""
    cast = Cast(told or TOLD[locale], platform)
    return {
        **ticket_examples(cast, locale),
        **afterwards_examples(cast, locale),
        **list_examples(cast, locale),
        **absence_examples(cast, locale),
        **alert_examples(cast, locale),
        **report_examples(cast, locale),
        **news_examples(cast, locale),
        **passage_examples(cast, locale),
        **line_examples(cast, locale),
        **attached_examples(cast, locale),
        **sentence_examples(cast, locale),
        **form_examples(cast, locale),
        **following_examples(cast, locale),
        **linked_examples(cast, locale),
    }
