"""The Bolt application: one listener per kind of payload, none per verb. Nothing is acknowledged before the desk committed."""

from __future__ import annotations

import asyncio
import logging
import re
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from app.interaction import Interaction, Where
from app.people.model import Kind, Profile, Workspace
from app.ports import Chance, Reception
from app.replies import Nothing
from app.words import negotiate, say
from integrations.slack import events, inbound
from integrations.slack.addresses import address
from integrations.slack.directory import SlackDirectory
from integrations.slack.installation import Installation
from integrations.slack.mrkdwn import unnamed
from integrations.slack.reply import Replies, done, privately, problem_at_first_field, suggestions

ANY = re.compile(".*", re.DOTALL)
NAMES_LOOKED_UP = 5

Body = dict[str, Any]
Handler = Callable[[Body, Workspace], Awaitable[BoltResponse]]

_log = structlog.get_logger()


class SlackApp:
    """Takes a payload that was let in, and gives back Slack's answer. HTTP and Socket Mode feed the same."""

    def __init__(
        self, reception: Reception, installation: Installation, directory: SlackDirectory, replies: Replies, chance: Chance
    ) -> None:
        self._reception = reception
        self._installation = installation
        self._directory = directory
        self._replies = replies
        self._chance = chance
        self._bolt = _bolt()
        for register, handler in (
            (self._bolt.event(ANY), self._on_event),
            (self._bolt.action(ANY), self._on_action),
            (self._bolt.view_submission(ANY), self._on_submission),
            (self._bolt.shortcut(ANY), self._on_shortcut),
            (self._bolt.command(ANY), self._on_command),
            (self._bolt.options(ANY), self._on_suggestion),
        ):
            register(_listener(handler))
        self._bolt.error(self._on_error)

    async def handle(self, payload: Body, workspace: Workspace) -> BoltResponse:
        """Kinds that nobody listens to are taken and forgotten: Slack would repeat what is refused."""
        try:
            request = AsyncBoltRequest(body=payload, mode="socket_mode", context={"workspace": workspace})
        except Exception as error:  # Bolt takes ids out of the body as if all of it were there
            _log.warning("slack.unreadable", error=type(error).__name__)
            return BoltResponse(status=400, body="")
        response = await self._bolt.async_dispatch(request)
        return done() if response.status == 404 else response

    async def _on_error(self, error: Exception) -> BoltResponse:
        """What no handler expected; it is not known to be committed, so Slack may send it again."""
        self._failed(error, "")
        return BoltResponse(status=503, body="")

    async def _on_event(self, body: Body, workspace: Workspace) -> BoltResponse:
        try:
            await self._hear(body, workspace)
        except Exception as error:
            self._failed(error, inbound.text(body, "event_id"))
            return BoltResponse(status=503, body="")  # Slack sends it again
        return done()

    async def _hear(self, body: Body, workspace: Workspace) -> None:
        if events.is_removal(body):
            return await self._installation.deactivate(workspace)
        if person := events.changed_person(body):
            return self._directory.forget(person)
        if interaction := events.from_event(body, workspace, await self._names(body, workspace)):
            await self._reception.ask(await self._introduce(interaction, workspace))
        return None

    async def _on_action(self, body: Body, workspace: Workspace) -> BoltResponse:
        return await self._on_press(inbound.from_action(body, workspace), body, workspace)

    async def _on_shortcut(self, body: Body, workspace: Workspace) -> BoltResponse:
        names = await self._names(body, workspace)
        return await self._on_press(inbound.from_shortcut(body, workspace, names), body, workspace)

    async def _on_press(self, interaction: Interaction | None, body: Body, workspace: Workspace) -> BoltResponse:
        if interaction is None:
            return done()
        interaction = await self._introduce(interaction, workspace)
        try:
            reply = await self._reception.ask(interaction)
        except Exception as error:
            self._replies.tell(self._failed(error, interaction.key, interaction), body, workspace)
            return done()
        return await self._replies.to_click(reply, body, workspace, _locale(interaction))

    async def _on_submission(self, body: Body, workspace: Workspace) -> BoltResponse:
        interaction = inbound.from_submission(body, workspace)
        if interaction is None:
            return done()
        interaction = await self._introduce(interaction, workspace)
        try:
            reply = await self._reception.ask(interaction)
        except Exception as error:
            return problem_at_first_field(self._failed(error, interaction.key, interaction), body)
        return self._replies.to_submission(reply, body, workspace)

    async def _on_suggestion(self, body: Body, workspace: Workspace) -> BoltResponse:
        """Somebody types into a menu. Where it fails Slack says in the menu that nothing could be loaded."""
        interaction = inbound.from_suggestion(body, workspace)
        if interaction is None:
            return suggestions(Nothing())
        interaction = await self._introduce(interaction, workspace)
        try:
            return suggestions(await self._reception.ask(interaction))
        except Exception as error:
            self._failed(error, "", interaction)
            return BoltResponse(status=503, body="")

    async def _on_command(self, body: Body, workspace: Workspace) -> BoltResponse:
        interaction = inbound.from_command(body, workspace, await self._names(body, workspace))
        if interaction is None:
            return done()
        interaction = await self._introduce(interaction, workspace)
        try:
            reply = await self._reception.ask(interaction)
        except Exception as error:
            return privately({"text": self._failed(error, interaction.key, interaction)})
        return await self._replies.to_command(reply, body, workspace, _locale(interaction))

    async def _introduce(self, interaction: Interaction, workspace: Workspace) -> Interaction:
        """With what Slack says of the person, and of the author they pointed at, as far as it can be told in time."""
        about = interaction.about
        if not interaction.actor:
            return interaction
        who = [interaction.actor, *([about.author] if about and about.author and not about.by_bot else [])]
        profiles = await asyncio.gather(*(self._directory.profile(workspace, user) for user in who))
        if about and len(profiles) > 1:
            about = replace(about, author_profile=profiles[1], by_bot=bool(profiles[1] and profiles[1].bot))
        if about:
            about = replace(about, where=_with_address(about.where, workspace))
        where = _with_address(interaction.where, workspace)
        return replace(interaction, profile=_as_told(interaction.profile, profiles[0]), about=about, where=where)

    async def _names(self, body: Body, workspace: Workspace) -> dict[str, str]:
        """Names of the people who are mentioned in a text."""
        users = [user for user in unnamed(events.mentioned_in(body)) if user != workspace.bot_user][:NAMES_LOOKED_UP]
        profiles = await asyncio.gather(*(self._directory.profile(workspace, user) for user in users))
        return {user: profile.name for user, profile in zip(users, profiles, strict=True) if profile and profile.name}

    def _failed(self, error: Exception, key: str, interaction: Interaction | None = None) -> str:
        """Nothing was committed. The log gets the place but not the error's words, which may quote what people wrote."""
        number = self._chance()[:8]
        frame = traceback.extract_tb(error.__traceback__)[-1:]
        where = [f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in frame]
        _log.error("slack.failed", number=number, key=key, error=type(error).__name__, at=where)
        return say("problem.ours", _locale(interaction), key=number)


def _bolt() -> AsyncApp:
    """Bolt without what our own ingress does before it; it writes bodies into its log, so it may only name errors."""
    logger = logging.getLogger("integrations.slack.bolt")
    logger.setLevel(logging.CRITICAL)
    return AsyncApp(
        name="sahayak",
        logger=logger,
        signing_secret="",
        authorize=_authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        ignoring_self_events_enabled=False,
        ignoring_self_assistant_message_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )


async def _authorize(context: dict[str, Any]) -> AuthorizeResult:
    """Known already: the request was let in for this workspace. Given, so that Bolt never looks for tokens by itself."""
    workspace: Workspace = context["workspace"]
    return AuthorizeResult(
        enterprise_id=None, team_id=workspace.external_id, bot_user_id=workspace.bot_user, bot_id=workspace.bot_id, bot_token=""
    )


def _listener(handler: Handler) -> Callable[..., Awaitable[BoltResponse]]:
    async def listen(body: Body, context: dict[str, Any]) -> BoltResponse:
        return await handler(body, context["workspace"])

    return listen


def _as_told(seen: Profile | None, told: Profile | None) -> Profile | None:
    """Whoever comes from another company stays external, whatever is said of them, or if nothing is."""
    return replace(told, kind=Kind.EXTERNAL) if seen and told else told or seen


def _with_address(where: Where, workspace: Workspace) -> Where:
    """A 1:1 chat has an address too, but nobody else could open it."""
    return where if where.direct else replace(where, link=address(workspace, where.channel, where.message, where.thread))


def _locale(interaction: Interaction | None) -> str:
    profile = interaction.profile if interaction else None
    return negotiate(profile.locale if profile else "")
