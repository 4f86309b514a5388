"""Whatever order messages, files, edits and deletions come in, however often, and whatever is lost and sent again: one
conversation.
"""

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
from app.interaction import ADDRESSED, HEAD, RECENT, Attached, Interaction, Said, Where
from app.people.model import Platform, Profile
from app.policy import changes
from app.policy.reading import read
from app.posts.lines import line_of
from app.posts.model import MessageRef, PostKind
from app.posts.plan import leaving
from app.seal import Seal
from app.sla.keeping import keep
from app.tickets import commands
from app.tickets.model import Source
from app.tickets.revision import Revision
from app.tickets.rewording import Reading
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.databases import fresh_sqlite

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HELP, TRIAGE, CARD, FIRST = "C0HELP001", "C0TRIAGE1", "900.1", 1_000
PLACES = {"channel": HELP, "mention": "C0RANDOM1", "pointed": "C0RANDOM1", "direct": "D0ASHA001"}
"""Where the request is said, by how it comes to be one: in a request channel, by a mention, by an emoji, to the desk alone."""
POLICY = """
version: 1
teams:
  it: {{name: IT, agents: ["slack:U0RAVI001"], triage: {{slack: C0TRIAGE1, teams: "19:t@thread.tacv2"}}}}
  hr: {{name: People, agents: ["slack:U0HARI001", "slack:U0RAVI001"], triage: {{slack: C0HRTRIA1}}}}
channels: [{{slack: C0HELP001, team: it, intake: every_message}}]
conversation: {{on_delete: {on_delete}}}
"""
FILES = tuple(Attached(f"{name}.txt", "text/plain", 3, f"https://files.slack.test/{name}", id=f"F{name}") for name in "abc")
WORDS = ("one", "two", "🔒 three", "reply: four", "↩ five", "note: six")


hung = st.lists(st.sampled_from(FILES), max_size=2, unique=True).map(tuple)


@st.composite
def conversations(draw: st.DrawFn) -> tuple[list[Interaction], list[list[Interaction]]]:
    """What was said, the request first; and what was done to each of it, in the order in which it was."""
    said: list[Interaction] = []
    done: list[list[Interaction]] = []
    way = draw(st.sampled_from(list(PLACES)))
    place, direct = PLACES[way], way == "direct"
    for number in range(draw(st.integers(1, 4))):
        by_agent = number > 0 and draw(st.booleans())
        stamp = FIRST + number
        message = f"{stamp}.0"
        where = Where(TRIAGE, message, CARD) if by_agent else Where(place, message, f"{FIRST}.0" if number else "", direct)
        text = f"{draw(st.sampled_from(WORDS))} please help me with {number}" if number else "my printer is broken, please help"
        verb = "chat.direct" if direct and not by_agent else "chat.mention" if way == "mention" and not number else "chat.channel"
        below = {HEAD: said[0].key, RECENT: "1"} if number and not by_agent and not direct else None
        first = Interaction(
            f"say:{message}", Platform.SLACK, "T1", "U0RAVI001" if by_agent else "U0ASHA001", verb, where=where,
            text=text, stamp=stamp, profile=Profile("Ravi" if by_agent else "Asha"), files=draw(hung), values=below,
        )  # fmt: skip
        values = {RECENT: "1"} | ({ADDRESSED: "1"} if verb == "chat.mention" else {})
        said.append(first)
        changed, known = [], dict[tuple[int, str], Any]()
        for step, kind in enumerate(
            draw(st.lists(st.sampled_from(["chat.edited", "chat.edited", "chat.removed"]), max_size=3)), 1
        ):
            words = draw(st.sampled_from([text, *(f"{word} {step}" for word in WORDS)]))
            at = stamp + 10 * draw(st.integers(step, step + 1))
            gone = {"verb": kind, "actor": "", "text": "", "profile": None, "values": {RECENT: "1"}, "files": ()}
            files = known.setdefault((at, words), draw(hung))  # the same words at the same instant are one edit, told twice
            edit = {"verb": kind, "text": words, "values": values, "files": files}
            changed.append(replace(first, key=f"{message}:{step}", stamp=at, **(edit if kind == "chat.edited" else gone)))
        done.append(changed)
    if way == "pointed":
        about = Said("U0ASHA001", said[0].text, said[0].where, said[0].profile, files=said[0].files)
        said[0] = replace(said[0], verb="chat.read", about=about, text="", stamp=0, values={"via": "reaction"}, files=())
    return said, done


def pointed_at(request: Interaction) -> list[Interaction]:
    """Somebody puts the ticket's emoji on it; it is read a moment later."""
    if request.verb != "chat.read":
        return []
    return [replace(request, key="emoji", verb="chat.reaction", values={"emoji": "ticket"})]


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

    def moves(self) -> None:
        """The other team has it from now on. Ravi is of both: who may not write there any more could not edit either."""
        with self.store.open() as tx:
            ticket = tx.tickets.get(1, 1)
            teams = {team.key: team for team in tx.teams.all(1)}
            ravi = tx.people.by_identity(1, Platform.SLACK, "T1", "U0RAVI001")
            if ticket is not None and ravi is not None:
                commands.move(tx, ticket, teams["hr"], ravi, self.at)

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
            files: dict[int, list[str]] = {}
            for one in tx.attachments.of_ticket(1, 1):
                files.setdefault(one.comment, []).append(one.name)

            def kept_of(comment: int) -> Any:
                told = [replace(one, files=_names(one)) for one in tx.utterances.revisions(1, 1, comment)]
                return told, sorted(files.get(comment, ()))

            found: dict[str, Any] = {"": (ticket.summary, ticket.details, ticket.edited, ticket.removed, kept_of(0))}
            for line in tx.comments.of(1, 1, internal=True):
                shown = {str(post.destination): words(line_of(tx, post, ticket)) for post in tx.posts.lines_of(1, line.id)}
                kept = (line.visibility, line.text, line.stamp, line.edited, line.removed, kept_of(line.id))
                found[line.message] = (kept, shown)
            return found


def _names(revision: Revision) -> Any:
    """Without the ids that chance gave them."""
    return None if revision.files is None else [one.file.name for one in revision.files]


def words(card: Card | None) -> str:
    return card.spoken + repr(card.context) if card else "nothing"


def lived(folder: Path, on_delete: str, heard: Sequence[Interaction | None]) -> dict[str, Any]:
    """None: then the ticket goes to another team."""
    world = World(folder, on_delete)
    for interaction in heard:
        world.hears(interaction) if interaction else world.moves()
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
    changes = [change for changed in done for change in changed]
    start, moves = pointed_at(said[0]), chance.random() < 0.3
    rest = [*said[1:], *changes]
    chance.shuffle(rest)
    below = [one for one in rest if said[0].verb == "chat.channel" and one.where.thread == said[0].where.message]
    early = [one for one in [*done[0], *below] if chance.random() < 0.5]  # before the request itself
    rest = [one for one in rest if one not in early or one in done[0]]
    again = [replace(one, key=f"{one.key}:again") for one in rest if chance.random() < 0.3 and one in changes]
    lost = [one for one in rest if chance.random() < 0.3]  # sent again in the end
    first = [one for one in rest if one not in lost]
    mixed: list[Interaction | None] = [*start, *early, said[0], *first, *again, *lost]
    in_order: list[Interaction | None] = [*start, *said, *changes]
    if moves:  # after everything was said, before or after anything that was done to it
        in_order.insert(len(start) + len(said), None)
        mixed.insert(chance.randint(max(mixed.index(one) for one in said) + 1, len(mixed)), None)
    one = lived(tmp_path_factory.mktemp("a"), on_delete, in_order)
    other = lived(tmp_path_factory.mktemp("b"), on_delete, mixed)
    assert one == other


@pytest.mark.parametrize("way", ["mention", "pointed"])
def test_a_deletion_where_the_desk_only_hears_what_it_is_told_waits_for_its_message(tmp_path: Path, way: str) -> None:
    """Slack says neither who deleted it nor, always, what it said; of a bystander's nothing is kept but that it is gone."""
    world = World(tmp_path, "erase")
    where, asha = Where(PLACES[way], "1000.0"), Profile("Asha")
    said = Interaction(
        "say", Platform.SLACK, "T1", "U0ASHA001", "chat.mention", where=where, text="my printer is broken", stamp=1
    )
    gone = Interaction("gone", Platform.SLACK, "T1", "", "chat.removed", where=where, stamp=9, values={RECENT: "1"})
    old = replace(gone, key="old", where=replace(where, message="1.0"), values=None)
    if way == "pointed":
        about = Said("U0ASHA001", said.text, where, asha)
        said = replace(said, verb="chat.read", about=about, text="", values={"via": "reaction"}, stamp=0)
    for interaction in (old, gone, gone):
        world.hears(interaction)
    with world.store.open() as tx:
        assert tx.people.by_identity(1, Platform.SLACK, "T1", "U0ASHA001") is None
        assert not tx.utterances.take_early(1, Source(Platform.SLACK, "T1", PLACES[way], "1.0"))
    world.hears(said)
    with world.store.open() as tx:
        ticket = tx.tickets.get(1, 1)
        assert ticket is not None
        assert (ticket.removed, ticket.details) == (True, "")
        (line,) = [one for one in tx.tickets.history(1, 1) if one.event == "ticket.reworded"]
        assert (line.by_id, line.changes["removed"]) == (None, True)
    world.store.close()


revisions = st.lists(
    st.builds(Revision, st.integers(1, 5), st.sampled_from(["", "a", "b"]), st.none(), st.booleans()), min_size=1, max_size=8
)


@given(revisions, st.randoms(use_true_random=False))
def test_only_the_set_of_what_was_said_matters(every: list[Revision], chance: random.Random) -> None:
    mixed = [*every, *chance.sample(every, len(every) // 2)]
    chance.shuffle(mixed)
    assert Reading.of(mixed) == Reading.of(every)
