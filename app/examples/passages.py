"""What people wrote with its formatting: every kind of block and every look, quoted and not."""

from __future__ import annotations

from app.cards import Card, Link, Passage, Text, Tone
from app.examples.cast import Cast
from app.rich_text import Code, Items, Paragraph, Quote, RichText, Run


def passage_examples(cast: Cast, locale: str) -> dict[str, Card]:
    return {f"passage.{tone}": _card(cast, locale, tone) for tone in (Tone.QUOTE, Tone.PLAIN)}


def _card(cast: Cast, locale: str, tone: Tone) -> Card:
    label = Link(cast.told.agent, cast.source.link)
    return Card("", f"{cast.told.agent} {cast.told.reply}", (Text((label,)), Passage(_written(cast), tone)), locale=locale)


def _written(cast: Cast) -> RichText:
    told = cast.told
    looks = (
        Run(told.summary, bold=True),
        Run(told.team, italic=True),
        Run(told.category, struck=True),
        Run(told.answer, code=True),
    )
    paragraph = Paragraph((Run(f"{told.reply}\n@{told.requester} "), *looks, Run(told.category, url=cast.source.link)))
    first = Items(tuple((Run(other),) for other in told.others[:2]), ordered=True)
    deeper = Items(((Run(told.answer, bold=True, italic=True),),), depth=1)
    last = Items(((Run(told.resolution),),), ordered=True, start=3)
    return RichText((paragraph, first, deeper, last, Quote((Run(told.details),)), Code(f"    {told.details}"), paragraph))
