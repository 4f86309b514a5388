"""Dispatch by botbuilder: its pipeline and activity handler, without its authentication, connector and typed answers.

The request was authenticated by our ingress; answers are plain dictionaries, because the library's typed invoke response cannot
carry a message and its process() fails on invoke bodies (4.17.1). Messages are sent by the outbox, never from a turn.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity as SdkActivity
from botbuilder.schema import ChannelAccount, ConversationAccount
from botframework.connector.auth import BotFrameworkAuthentication, ClaimsIdentity, ConnectorFactory
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult

from app.interaction import Interaction
from app.replies import Reply
from integrations.teams.activity import Activity, text_of
from integrations.teams.changes import from_change
from integrations.teams.inbound import from_arrival, from_message
from integrations.teams.invokes import EMPTY, INVOKES
from integrations.teams.reactions import from_reactions
from integrations.teams.reply import body, not_supported

Ask = Callable[[Interaction], Awaitable[Reply]]


class DeskBot(ActivityHandler):  # type: ignore[misc]
    """What arrives becomes one interaction, the desk's reply the invoke's answer. Knows no verb by name."""

    def __init__(self, ask: Ask, activity: Activity) -> None:
        super().__init__()
        self._ask = ask
        self._activity = activity

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._hand_in(from_message(self._activity))

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        await self._hand_in(from_change(self._activity))

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        await self._hand_in(from_change(self._activity))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._hand_in(from_arrival(self._activity))

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        await self._hand_in(from_arrival(self._activity))

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        """Most reactions are feelings; some are verbs on the message they are put on."""
        for asked in from_reactions(self._activity):
            await self._hand_in(asked)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        name = self._activity.name
        read = INVOKES.get(name)
        if read is None:
            return InvokeResponse(status=200, body={} if name in EMPTY else not_supported(name))
        asked = read(self._activity)
        answer = body(name, await self._ask(asked), asked.can) if asked else not_supported(name)
        return InvokeResponse(status=200, body=answer)

    async def _hand_in(self, asked: Interaction | None) -> None:
        if asked:
            await self._ask(asked)


class _Done(BotFrameworkAuthentication):  # type: ignore[misc]
    """The library asks for an authentication; whoever gets here has passed ours, so every other way in is shut."""

    async def authenticate_request(self, activity: SdkActivity, auth_header: str) -> AuthenticateRequestResult:
        raise PermissionError("only the ingress authenticates")

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> AuthenticateRequestResult:
        raise PermissionError("no streaming")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return _NoConnector()

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        return None


class _NoConnector(ConnectorFactory):  # type: ignore[misc]
    """Nothing is sent from within a turn."""

    async def create(self, service_url: str, audience: str) -> object:
        return _NOTHING

    async def get_token(self) -> str:
        raise PermissionError("no connector in a turn")


_NOTHING = object()


class Dispatcher:
    """Runs one admitted activity through the library's pipeline."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._adapter = CloudAdapterBase(_Done())

    async def run(self, activity: Activity, ask: Ask) -> Any:
        """The body of an invoke's answer, None for everything else. Raises what the desk raises."""
        bot = DeskBot(ask, activity)
        response = await self._adapter.process_activity(self._admitted(), _sdk(activity), bot.on_turn)
        return response.body if response is not None else None

    def _admitted(self) -> AuthenticateRequestResult:
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity({"aud": self._app_id}, True)
        result.audience = self._app_id
        result.connector_factory = _NoConnector()
        return result


def _sdk(activity: Activity) -> SdkActivity:
    """What the pipeline looks at; the handlers read the raw activity, which the library's own reading would cut."""
    return SdkActivity(
        type=activity.kind,
        id=activity.id,
        name=activity.name,
        channel_id="msteams",
        service_url=activity.service_url,
        conversation=ConversationAccount(id=activity.conversation),
        from_property=ChannelAccount(id=text_of(activity.sender, "id")),
        recipient=ChannelAccount(id=text_of(activity.recipient, "id")),
    )
