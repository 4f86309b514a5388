"""A line of what was said, where it was not said: labelled for what it is."""

from __future__ import annotations

from app import words
from app.cards import Card, Mention, Text, Tone
from app.people.model import Person
from app.tickets.comment import Comment, Visibility
from app.tickets.model import Ticket
from app.tickets.quoting import quoted


def agents_line(
    ticket: Ticket, comment: Comment, author: str, requester: Person, locale: str, *,
    taken_back: bool = False, still_stands: bool = False, from_agent: bool = True,
) -> Card:  # fmt: skip
    """Below the agents' card: a note, a reply (maybe one that was taken back, and may still stand where it was read), or what
    whoever asked or follows wrote.
    """
    if comment.visibility is Visibility.INTERNAL:
        unsent = "line.unsent_stands" if still_stands else "line.unsent"
        key = unsent if taken_back else "line.note"
    else:
        key = "line.reply" if from_agent and comment.author_id != requester.id else wrote(comment, requester.id)
    label = words.say(key, locale, ticket=ticket.key, name=author, requester=requester.name)
    return line_card(label, comment, locale)


def wrote(comment: Comment, requester: int, *, from_agent: bool = False) -> str:
    """The key of what it is for everybody but agents: nobody is to be taken for somebody who helps."""
    if comment.author_id == requester:
        return "notice.wrote"
    return "notice.replied" if from_agent else "notice.follower_wrote"


def line_card(label: str, comment: Comment, locale: str, to: Mention | None = None) -> Card:
    """What was said as it reads now, addressed to somebody where others read along."""
    said = Text((label,)) if to is None else Text((to, ": ", label))
    if comment.became is not None or comment.removed:
        instead = "line.removed" if comment.became is None else "line.became"
        gone = words.say(instead, locale, **({} if comment.became is None else {"into": f"T-{comment.became}"}))
        return Card(title="", spoken=f"{label} {gone}", body=(said, Text((gone,), Tone.SUBTLE)), locale=locale)
    context = (words.say("line.edited", locale),) if comment.edited else ()
    body = (said, quoted(comment.text, comment.body))
    return Card(title="", spoken=f"{label} {comment.text}", body=body, context=context, locale=locale)
