"""Whatever order messages, edits and deletions come in, however often, and whatever is lost and sent again: one conversation."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cards import Card
from app.desk import Desk
from app.interaction import Interaction, Where
from app.people.model import Platform, Profile
from app.policy import changes
from app.policy.reading import read
from app.posts.lines import line_of
from app.posts.model import MessageRef, PostKind
from app.posts.plan import leaving
from app.seal import Seal
from app.sla.keeping import keep
from app.tickets.revision import Revision
from app.tickets.rewording import Reading
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.databases import fresh_sqlite

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HELP, TRIAGE, CARD, FIRST = "C0HELP001", "C0TRIAGE1", "900.1", 1_000
POLICY = """
version: 1
teams: {{it: {{name: IT, agents: ["slack:U0RAVI001"], triage: {{slack: C0TRIAGE1, teams: "19:t@thread.tacv2"}}}}}}
channels: [{{slack: C0HELP001, team: it, intake: every_message}}]
conversation: {{on_delete: {on_delete}}}
"""
WORDS = ("one", "two", "🔒 three", "reply: four", "↩ five", "note: six")


@st.composite
def conversations(draw: st.DrawFn) -> tuple[list[Interaction], list[list[Interaction]]]:
    """What was said, the request first; and what was done to each of it, in the order in which it was."""
    said, done = [], []
    for number in range(draw(st.integers(1, 4))):
        by_agent = number > 0 and draw(st.booleans())
        stamp = FIRST + number
        message = f"{stamp}.0"
        where = Where(TRIAGE, message, CARD) if by_agent else Where(HELP, message, f"{FIRST}.0" if number else "")
        text = f"{draw(st.sampled_from(WORDS))} please help me with {number}" if number else "my printer is broken, please help"
        first = Interaction(
            f"say:{message}", Platform.SLACK, "T1", "U0RAVI001" if by_agent else "U0ASHA001", "chat.channel", where=where,
            text=text, stamp=stamp, profile=Profile("Ravi" if by_agent else "Asha"),
        )  # fmt: skip
        said.append(first)
        changed = []
        for step, kind in enumerate(
            draw(st.lists(st.sampled_from(["chat.edited", "chat.edited", "chat.removed"]), max_size=3)), 1
        ):
            words = draw(st.sampled_from([text, *(f"{word} {step}" for word in WORDS)]))
            at = stamp + 10 * draw(st.integers(step, step + 1))
            changed.append(
                replace(first, key=f"{message}:{step}", verb=kind, text=words if kind == "chat.edited" else "", stamp=at)
            )
        done.append(changed)
    return said, done


class World:
    """The real desk on a database; the agents' card stands as soon as the request is there."""

    def __init__(self, folder: Path, on_delete: str) -> None:
        self.at = NOW
        self.store = Store(connect(fresh_sqlite(folder)), leaving=leaving, keeping=keep)
        with self.store.open() as tx:
            builders.organisation(tx)
            builders.workspace(tx)
            text = POLICY.format(on_delete=on_delete)
            changes.apply(tx, 1, read(text), text, NOW)
        chance = iter(range(10**6))
        self.desk = Desk(self.store.open, lambda: self.at, lambda: f"{next(chance):022d}", Seal(b"k" * 32))

    def hears(self, interaction: Interaction) -> None:
        self.at += timedelta(seconds=7)
        self.desk.handle(interaction)
        with self.store.open() as tx:
            for post in tx.posts.of_ticket(1, 1):
                if post.kind is PostKind.TRIAGE and post.destination.platform is Platform.SLACK and not post.message:
                    tx.posts.placed(post, MessageRef(Platform.SLACK, "T1", TRIAGE, CARD))

    def conversation(self) -> dict[str, Any]:
        """What is kept, and what each line shows, by message."""
        with self.store.open() as tx:
            ticket = tx.tickets.get(1, 1)
            assert ticket is not None
            found: dict[str, Any] = {
                "": (ticket.summary, ticket.details, ticket.edited, ticket.removed, tx.utterances.revisions(1, 1, 0))
            }
            for line in tx.comments.of(1, 1, internal=True):
                shown = {str(post.destination): words(line_of(tx, post, ticket)) for post in tx.posts.lines_of(1, line.id)}
                kept = (line.visibility, line.text, line.stamp, line.edited, line.removed, tx.utterances.revisions(1, 1, line.id))
                found[line.message] = (kept, shown)
            return found


def words(card: Card | None) -> str:
    return card.spoken + repr(card.context) if card else "nothing"


def lived(folder: Path, on_delete: str, heard: Sequence[Interaction]) -> dict[str, Any]:
    world = World(folder, on_delete)
    for interaction in heard:
        world.hears(interaction)
    found = world.conversation()
    world.store.close()
    return found


@settings(max_examples=15, deadline=None)
@given(conversations(), st.randoms(use_true_random=False), st.sampled_from(["keep", "erase"]))
def test_any_order_repetition_and_loss_end_in_the_same_conversation(
    tmp_path_factory: pytest.TempPathFactory,
    told: tuple[list[Interaction], list[list[Interaction]]],
    chance: random.Random,
    on_delete: str,
) -> None:
    said, done = told
    in_order = [*said, *(change for changed in done for change in changed)]
    rest = [*said[1:], *(change for changed in done for change in changed)]
    chance.shuffle(rest)
    early = [change for change in done[0] if chance.random() < 0.5]  # before the request itself
    again = [replace(one, key=f"{one.key}:again") for one in rest if chance.random() < 0.3 and one.verb != "chat.channel"]
    lost = [one for one in rest if chance.random() < 0.3]  # sent again in the end
    first = [one for one in rest if one not in lost]
    one = lived(tmp_path_factory.mktemp("a"), on_delete, in_order)
    other = lived(tmp_path_factory.mktemp("b"), on_delete, [*early, said[0], *first, *again, *lost])
    assert one == other


revisions = st.lists(
    st.builds(Revision, st.integers(1, 5), st.sampled_from(["", "a", "b"]), st.none(), st.booleans()), min_size=1, max_size=8
)


@given(revisions, st.randoms(use_true_random=False))
def test_only_the_set_of_what_was_said_matters(every: list[Revision], chance: random.Random) -> None:
    mixed = [*every, *chance.sample(every, len(every) // 2)]
    chance.shuffle(mixed)
    assert Reading.of(mixed) == Reading.of(every)
