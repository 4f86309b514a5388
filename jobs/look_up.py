"""Asks a platform what an event did not say: the text of a message that got an emoji, the name of somebody new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.interaction import Interaction, Said, Where
from app.people.commands import known
from app.people.model import Platform, Profile, Workspace
from app.policy.changes import current
from app.ports import Clock, Directory, Reception, Tx
from app.posts.model import Delivery
from app.posts.plan import refresh_person
from jobs.setbacks import Setback

TRIES = 5
PAUSE = timedelta(seconds=5)


class Reader:
    """Looks something up and tells the desk; None when that is done, a Setback when it has to be tried again."""

    def __init__(self, reception: Reception, directories: Mapping[Platform, Directory], clock: Clock) -> None:
        self._reception, self._directories, self._clock = reception, directories, clock

    async def read(self, delivery: Delivery, workspace: Workspace) -> Setback | None:
        directory = self._directories[delivery.destination.platform]
        look = self._profile if delivery.payload.get("what") == "profile" else self._message
        return await look(directory, delivery, workspace)

    async def _message(self, directory: Directory, delivery: Delivery, workspace: Workspace) -> Setback | None:
        payload = delivery.payload
        found = await directory.message(workspace, payload["channel"], payload["message"])
        if found is None and delivery.attempts < TRIES:
            return Setback("not_read", PAUSE)
        author, text, thread = found or (payload["actor"] if payload.get("known") else "", payload.get("known", ""), "")
        where = Where(payload["channel"], payload["message"], thread)
        about = Said(author, text, where, await directory.profile(workspace, author) if author else None, by_bot=not author)
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


def _met(tx: Tx, org_id: int, workspace: Workspace, user: str, profile: Profile, at: datetime) -> None:
    policy = current(tx, org_id)
    person = known(tx, org_id, workspace.platform, workspace.external_id, user, profile, at, policy.people.link_by_email)
    refresh_person(tx, org_id, person.id, at)
