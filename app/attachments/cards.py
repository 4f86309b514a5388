"""Files as people read of them: a list on the ticket's cards, and the message in which one reaches another place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import words
from app.attachments.model import Attachment, Reason
from app.attachments.naming import ending
from app.cards import Card, Element, Inline, Link, Text, Tone

MOST = 5
"""Files of which a card has a line each."""

NAME = 60
"""Characters of a name in a line; its ending is kept."""


@dataclass(frozen=True)
class Shown:
    """A file as one reader may see it; `link` is ours, or the platform's own page about it, or ''."""

    attachment: Attachment
    link: str = ""


def file_lines(files: Sequence[Shown], locale: str) -> list[Element]:
    """Name, size and what became of each; nothing where there are none."""
    if not files:
        return []
    parts: list[Inline] = []
    for shown in files[:MOST]:
        name, standing = _short(shown.attachment.name), _standing(shown.attachment, locale)
        parts += ["\n" if parts else "", Link(name, shown.link) if shown.link else name, f" · {standing}"]
    if len(files) > MOST:
        parts += ["\n", words.say("label.more_files", locale, count=len(files) - MOST)]
    return [Text((words.say("label.files", locale),), Tone.STRONG), Text(tuple(part for part in parts if part))]


def file_card(attachment: Attachment, author: str, ticket: str, locale: str, link: str, limit: str) -> Card:
    """Somebody attached it: what it is and, where it cannot be had, why. `link` is where this reader can open it, or ''.

    With us they simply open it; on the platform that it came from they may need an account.
    """
    key = "notice.attached" if attachment.is_kept else f"notice.attached.{attachment.reason}"
    size = _size(attachment, locale)
    line = words.say(key, locale, ticket=ticket, name=author, file=attachment.name, size=size, limit=limit)
    body: tuple[Element, ...] = (Text((line,)),)
    if link:
        here = attachment.is_kept and link != attachment.origin.link
        label = "label.open_file" if here else "label.open_source"
        body = (*body, Text((Link(words.say(label, locale), link),)))
    return Card(title="", spoken=line, body=body, locale=locale)


def _standing(attachment: Attachment, locale: str) -> str:
    if attachment.is_kept:
        return _size(attachment, locale)
    if attachment.reason is Reason.NONE:
        return words.say("label.file_waits", locale)
    return words.say(f"reason.file.{attachment.reason}", locale)


def _size(attachment: Attachment, locale: str) -> str:
    return words.size(attachment.size, locale) if attachment.size else words.say("label.unknown_size", locale)


def _short(name: str) -> str:
    if len(name) <= NAME:
        return name
    tail = f"….{ending(name)}" if "." in name and len(ending(name)) <= 12 else "…"
    return name[: NAME - len(tail)].rstrip() + tail
