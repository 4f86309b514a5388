"""What a person has before their eyes: messages and views, in their own zone."""

from __future__ import annotations

from typing import Any

from integrations.sandbox.slack.block_rules import elements
from integrations.sandbox.slack.controls import VALUE_OF, stateful
from integrations.sandbox.slack.model import Account, Blocks, Json, Posted, View
from integrations.sandbox.slack.reading import labels, mentions
from integrations.sandbox.slack.world import World


class Message:
    """A message as it stands now, read by one person. Equal to every other sight of the same message."""

    def __init__(self, world: World, posted: Posted, reader: Account | None = None, blocks: Blocks | None = None) -> None:
        self._world, self.posted, self.reader, self._frozen = world, posted, reader, blocks

    @property
    def ts(self) -> str:
        return self.posted.ts

    @property
    def channel(self) -> str:
        return self.posted.channel

    @property
    def thread(self) -> str:
        """The ts of the thread's first message; '' at the top level."""
        return self.posted.thread_ts if self.posted.is_reply else ""

    @property
    def author(self) -> str:
        return self.posted.user

    @property
    def text(self) -> str:
        """The top-level text as it was sent."""
        return self.posted.text

    @property
    def blocks(self) -> Blocks:
        return self.posted.blocks if self._frozen is None else self._frozen

    @property
    def spoken(self) -> str:
        """What a notification shows and a screen reader says."""
        return self._world.reader(self.reader).text(self.posted.text)

    @property
    def labels(self) -> list[str]:
        """What can be pressed or chosen here."""
        return labels(self.blocks)

    @property
    def pings(self) -> list[str]:
        """Who is notified by it: user ids, "!channel", "!here"; of the blocks where there are some, else of the text."""
        shown = [str(t) for t in _mrkdwn_texts(self.blocks)] or [self.posted.text]
        return list(dict.fromkeys(who for text in shown for who in mentions(text)))

    @property
    def ephemeral(self) -> bool:
        return bool(self.posted.to)

    @property
    def deleted(self) -> bool:
        return self.posted.deleted

    @property
    def edited(self) -> bool:
        return self.posted.edited is not None

    @property
    def by_bot(self) -> bool:
        return bool(self.posted.bot_id)

    @property
    def metadata(self) -> Json | None:
        return self.posted.metadata

    @property
    def files(self) -> dict[str, bytes]:
        """The files that hang on it, by name."""
        return {file.name: file.content or b"" for file in self.posted.files}

    @property
    def reactions(self) -> dict[str, list[str]]:
        """Emoji name -> who."""
        return self.posted.reactions

    def plain(self) -> str:
        """All visible words in reading order, button labels in brackets. Where there are blocks, the text is not shown."""
        reader = self._world.reader(self.reader)
        words = reader.blocks(self.blocks) if self.blocks else reader.text(self.posted.text)
        return "\n".join(line for line in (words, *(file.title for file in self.posted.files)) if line)

    def snapshot(self) -> Message:
        """It as it looks at this moment, for a person who presses a button that has changed meanwhile."""
        return Message(self._world, self.posted, self.reader, list(self.blocks))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and other.posted is self.posted

    def __hash__(self) -> int:
        return hash((self.channel, self.ts))

    def __repr__(self) -> str:
        return f"<Message {self.channel} {self.ts}: {self.plain()!r}>"


def _mrkdwn_texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for child in node for text in _mrkdwn_texts(child)]
    if not isinstance(node, dict):
        return []
    if node.get("type") == "mrkdwn":
        return [node["text"]]
    if node.get("type") == "user":
        return [f"<@{node['user_id']}>"]
    return [text for child in node.values() for text in _mrkdwn_texts(child)]


class Screen:
    """A modal or a home tab, as one person sees it."""

    def __init__(self, world: World, view: View) -> None:
        self._world, self.view = world, view

    @property
    def _reader(self) -> Account:
        return self._world.accounts[self.view.user]

    @property
    def id(self) -> str:
        return self.view.id

    @property
    def title(self) -> str:
        return self._words("title")

    @property
    def submit(self) -> str:
        """The label of its submit button; '' where there is none."""
        return self._words("submit")

    @property
    def close(self) -> str:
        return self._words("close")

    @property
    def callback_id(self) -> str:
        return str(self.view.payload.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.view.payload.get("private_metadata", ""))

    @property
    def blocks(self) -> Blocks:
        return self.view.blocks

    @property
    def labels(self) -> list[str]:
        return labels(self.blocks)

    @property
    def fields(self) -> list[str]:
        """The labels of its inputs, in order."""
        return [self._world.reader().text(b["label"]) for b in self.blocks if b["type"] == "input"]

    @property
    def values(self) -> dict[str, Any]:
        """What its inputs hold now, by label: text, the label of a chosen option, a user id, a day; None where nothing is."""
        inputs = [(b, e) for b, e in stateful(self.blocks) if b["type"] == "input"]
        return {self._world.reader().text(b["label"]): self._held(b, e) for b, e in inputs}

    @property
    def required(self) -> list[str]:
        return [self._world.reader().text(b["label"]) for b in self.blocks if b["type"] == "input" and not b.get("optional")]

    def options(self, label: str) -> list[str]:
        """The labels of the options of one input."""
        found = next(b for b in self.blocks if b["type"] == "input" and self._world.reader().text(b["label"]) == label)
        return labels([{"type": "actions", "elements": [{k: v for k, v in found["element"].items() if k != "placeholder"}]}])

    def plain(self) -> str:
        """All visible words in reading order: title, body, problems, buttons."""
        problems = [words for words in self.view.problems.values() if words]
        buttons = " ".join(f"[{words}]" for words in (self.close, self.submit) if words)
        body = self._world.reader(self._reader).blocks(self.blocks)
        return "\n".join(part for part in (self.title, body, *problems, buttons) if part)

    def _held(self, block: Json, element: Json) -> Any:
        held = self.view.state[block["block_id"]][element["action_id"]][VALUE_OF[element["type"]][0]]
        if isinstance(held, dict):
            return held["text"]["text"]
        if isinstance(held, list):
            return [h["text"]["text"] if isinstance(h, dict) else h for h in held]
        return held

    def _words(self, part: str) -> str:
        return self._world.reader().text(self.view.payload.get(part))

    def __repr__(self) -> str:
        return f"<Screen {self.plain()!r}>"


def pressable(blocks: Blocks) -> list[tuple[Json, Json]]:
    """(block, element) of everything that is pressed or chosen outside of inputs."""
    return [(block, element) for block in blocks if block["type"] != "input" for element in elements(block)]
