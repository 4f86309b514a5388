"""The state of a workspace: who is there, which places there are, and what was said. Knows no network."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from integrations.sandbox.slack.model import Account, Json, NotThere, Place, Posted, Refused, SharedFile
from integrations.sandbox.slack.reading import Reader

SCOPES = frozenset(
    {
        "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read", "files:write",
        "groups:history", "groups:read", "im:history", "im:read", "im:write", "reactions:read", "reactions:write",
        "users:read", "users:read.email",
    }
)  # fmt: skip
EVENTS = frozenset(
    {
        "app_home_opened", "app_mention", "message.channels", "message.groups", "message.im", "reaction_added",
        "reaction_removed",
        "member_joined_channel", "app_uninstalled", "tokens_revoked",
    }
)  # fmt: skip


class World:
    """People, places and messages. `scopes` and `events` are what the app was granted and subscribed to.

    `last_ts` is the last message timestamp, in microseconds.
    """

    def __init__(self, team_id: str, app_id: str, clock: Callable[[], datetime], bot_name: str) -> None:
        self.team_id, self.app_id, self.clock = team_id, app_id, clock
        self.domain, self.files_origin = "sandbox", ""
        self.bot_user, self.bot_id = "U0SANDBOT", "B0SANDBOT"
        self.scopes, self.events = set(SCOPES), set(EVENTS)
        self.commands, self.shortcuts, self.message_shortcuts = {"/ticket"}, {"new_ticket"}, {"ticket_from_message"}
        self.accounts: dict[str, Account] = {}
        self.places: dict[str, Place] = {}
        self.files: dict[str, SharedFile] = {}
        self.revoked = ""
        self._run, self._count, self.last_ts = secrets.token_hex(3).upper(), 0, 0
        self.accounts[self.bot_user] = Account(self.bot_user, bot_name, team_id=team_id, bot=True)

    def install(self, manifest: Json) -> None:
        """Be what the app's manifest declares: its scopes, events, commands and shortcuts, and nothing else."""
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        self.scopes = set(manifest["oauth_config"]["scopes"]["bot"])
        self.events = set(settings.get("event_subscriptions", {}).get("bot_events", []))
        self.commands = {c["command"] for c in features.get("slash_commands", [])}
        declared = features.get("shortcuts", [])
        self.shortcuts = {s["callback_id"] for s in declared if s["type"] == "global"}
        self.message_shortcuts = {s["callback_id"] for s in declared if s["type"] == "message"}

    def new_id(self, prefix: str) -> str:
        """An id that no run before this one has used."""
        self._count += 1
        return f"{prefix}{self._run}{self._count:04X}"

    def new_ts(self) -> str:
        """A message timestamp: the clock's seconds, and never the same twice."""
        self.last_ts = max(self.last_ts + 1, int(self.clock().timestamp()) * 1_000_000 + 100)
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06}"

    def has_mail(self, email: str) -> Account | None:
        return next((a for a in self.accounts.values() if a.email and a.email.lower() == email.lower() and not a.deleted), None)

    def name_of(self, some_id: str) -> str:
        """The visible name of a user or channel id."""
        if some_id in self.accounts:
            return self.accounts[some_id].name
        return self.places[some_id].name if some_id in self.places else some_id

    def reader(self, account: Account | None = None) -> Reader:
        return Reader(self.name_of, account.tz if account else "UTC")

    def account(self, user: str) -> Account:
        if user not in self.accounts:
            raise Refused("user_not_found")
        return self.accounts[user]

    def place(self, which: Place | str) -> Place:
        """A place by id, by name ("help" or "#help"), or itself."""
        if isinstance(which, Place):
            return which
        found = self.places.get(which) or next((p for p in self.places.values() if p.name == which.lstrip("#") != ""), None)
        if found is None:
            raise NotThere(f"there is no channel {which!r}; there are {', '.join(sorted(self.places))}")
        return found

    def im(self, user: str) -> Place:
        """The direct messages between a person and the bot, opened if need be."""
        found = self.open_im(user)
        if found is None:
            found = Place(self.new_id("D"), members={user, self.bot_user}, im_of=user)
            self.places[found.id] = found
        return found

    def open_im(self, user: str) -> Place | None:
        return next((p for p in self.places.values() if p.im_of == user), None)

    def shared(self, place: Place) -> bool:
        """Slack Connect: somebody in it belongs to another workspace."""
        return any(self.accounts[m].team_id != self.team_id for m in place.members)

    def may_read(self, account: Account, place: Place) -> bool:
        """Members do; a full member of the workspace also looks into public channels."""
        own = account.team_id == self.team_id and not account.guest
        return account.id in place.members or (own and place.kind == "channel")

    def post(self, place: Place, user: str, text: str, thread: str = "", **more: Any) -> Posted:
        """Put a message into a place. Where the head of a thread was deleted before anybody replied, it lands outside."""
        head = next((m for m in place.messages if m.ts == thread), None)
        if head is not None and head.deleted and not place.thread(thread):
            thread = ""
        team = self.accounts[user].team_id if user in self.accounts else self.team_id
        posted = Posted(place.id, self.new_ts(), user, team, text, thread_ts=thread, **more)
        place.messages.append(posted)
        return posted

    def post_as_bot(self, place: Place, text: str, thread: str = "", **more: Any) -> Posted:
        return self.post(place, self.bot_user, text, thread, bot_id=self.bot_id, app_id=self.app_id, **more)

    def with_ids(self, blocks: Iterable[Json]) -> list[Json]:
        """Blocks as Slack keeps them: a block or control without an id gets one."""
        kept = []
        for block in blocks:
            new = {"block_id": self.new_id("b"), **block}
            if isinstance(new.get("elements"), list) and new["type"] == "actions":
                new["elements"] = [{"action_id": self.new_id("a"), **e} for e in new["elements"]]
            for slot in ("accessory", "element"):
                if isinstance(new.get(slot), dict) and new[slot]["type"] != "image":
                    new[slot] = {"action_id": self.new_id("a"), **new[slot]}
            kept.append(new)
        return kept
