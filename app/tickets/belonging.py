"""Whose message a request is, and where whoever it is for is answered: decided once, when the ticket is opened.

The policy may say later that a channel is for something else; what was said there before keeps its readers.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from app.interaction import Interaction
from app.people.model import Person
from app.people.places import everybody_reads, is_of_agents
from app.ports import Tx
from app.tickets.model import Source


def settled_source(tx: Tx, source: Source, requester: Person, *, own: bool, verbatim: bool, pointed: bool) -> Source:
    """`own`: the requester wrote the message; `pointed`: nobody did, and they pointed at it themselves; `verbatim`: the request
    reads as the message does.

    They are answered in its thread where they asked in it, or where everybody reads along: never among agents. Else they may
    not read there at all, or those who do are none of theirs: then it is their own 1:1 chat.
    """
    if not source.message:
        return source
    there = own or pointed or everybody_reads(tx, requester.org_id, source.platform, source.workspace, source.channel)
    theirs = there and not is_of_agents(tx, requester.org_id, source.platform, source.channel)
    return replace(source, own=own, verbatim=verbatim, answered=source.direct or theirs)


def mark_of(text: str) -> str:
    """What tells whether a text was changed, however a platform breaks its lines."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:20]


def learn_audience(tx: Tx, org_id: int, interaction: Interaction) -> None:
    """Who reads in a request channel, where the platform tells it with what is said there."""
    where, platform, told = interaction.where, interaction.platform, interaction.where.everybody
    if told is None or tx.request_channels.find(org_id, platform, where.channel) is None:
        return
    if tx.audiences.known(org_id, platform, interaction.workspace, where.channel) is not told:
        tx.audiences.learn(org_id, platform, interaction.workspace, where.channel, told)
