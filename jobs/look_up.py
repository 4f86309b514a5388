"""Asks a platform what an event did not say: the text of a message that got an emoji, the name of somebody new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.attachments.adding import FILE
from app.attachments.remembering import unpacked
from app.interaction import Attached, Interaction, Said, Where
from app.people.commands import known
from app.people.model import Kind, Platform, Profile, Workspace
from app.policy.changes import current
from app.ports import Channel, Clock, Directory, Files, Reception, Tx
from app.posts.model import Delivery, MessageRef
from app.posts.on_behalf import tell_openers
from app.posts.plan import refresh_person
from jobs.fetching import Fetcher
from jobs.setbacks import Setback

TRIES = 5
PAUSE = timedelta(seconds=5)


class Reader:
    """Looks something up and tells the desk; None when that is done, a Setback when it has to be tried again."""

    def __init__(
        self,
        reception: Reception,
        directories: Mapping[Platform, Directory],
        clock: Clock,
        files: Mapping[Platform, Files] | None = None,
    ) -> None:
        self._reception, self._directories, self._clock = reception, directories, clock
        self._fetcher = Fetcher(reception, files or {}, clock)

    async def read(self, delivery: Delivery, workspace: Workspace, channel: Channel) -> Setback | None:
        directory = self._directories[delivery.destination.platform]
        if delivery.payload.get("what") == FILE:
            return await self._fetcher.fetch(delivery, workspace)
        if delivery.payload.get("what") == "profile":
            return await self._profile(directory, delivery, workspace)
        return await self._message(directory, delivery, workspace, channel)

    async def _message(self, directory: Directory, delivery: Delivery, workspace: Workspace, channel: Channel) -> Setback | None:
        payload = delivery.payload
        found = await directory.message(workspace, payload["channel"], payload["message"])
        if found is None and delivery.attempts < TRIES:
            return Setback("not_read", PAUSE)
        author, text, thread, files = found or _without_it(payload)
        there = MessageRef(delivery.destination.platform, workspace.external_id, payload["channel"], payload["message"], thread)
        where = Where(there.channel, there.message, thread, link=payload.get("link") or channel.link(workspace, there))
        profile = await directory.profile(workspace, author) if author else None
        about = Said(author, text, where, profile, by_bot=not author, files=files)
        await self._reception.ask(
            Interaction(
                key=f"read:{delivery.org_id}:{delivery.id}",
                platform=delivery.destination.platform,
                workspace=workspace.external_id,
                actor=payload["actor"],
                verb="chat.read",
                values={"via": payload["via"]},
                where=where,
                about=about,
                profile=await directory.profile(workspace, payload["actor"]),
                locale_hint=payload.get("locale", ""),
            )
        )
        return None

    async def _profile(self, directory: Directory, delivery: Delivery, workspace: Workspace) -> Setback | None:
        user = delivery.payload["user"]
        profile = await directory.profile(workspace, user)
        if profile is None:
            return Setback("no_profile", PAUSE) if delivery.attempts < TRIES else Setback("no_profile", None)
        at, org_id = self._clock(), delivery.org_id
        await self._reception.within(lambda tx: _met(tx, org_id, workspace, user, profile, at))
        return None


def _without_it(payload: Mapping[str, Any]) -> tuple[str, str, str, tuple[Attached, ...]]:
    """What whoever pointed at the message knew of it, where it cannot be read."""
    known_text = str(payload.get("known", ""))
    return payload["actor"] if known_text else "", known_text, "", unpacked(str(payload.get("files", "")))


def _met(tx: Tx, org_id: int, workspace: Workspace, user: str, profile: Profile, at: datetime) -> None:
    """A bot is nobody whom the desk could serve."""
    policy = current(tx, org_id)
    said = replace(profile, kind=Kind.EXTERNAL) if profile.bot else profile
    person = known(tx, org_id, workspace.platform, workspace.external_id, user, said, at, policy.people.link_by_email)
    tell_openers(tx, org_id, person, at)
    refresh_person(tx, org_id, person.id, at)
