"""The Bot Connector: the REST API through which the app posts, updates, deletes and asks who is there.

Paths and bodies: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference. Error codes of Teams:
learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability, page "Status codes".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.sandbox.teams.incoming import Draft, checked
from integrations.sandbox.teams.places import CHANNEL, PERSONAL, Place, Posted
from integrations.sandbox.teams.records import ConnectorError, Json, as_json, as_list

if TYPE_CHECKING:
    from integrations.sandbox.teams.people import Person
    from integrations.sandbox.teams.tenant import TeamsTenant


class Connector:
    """One method per request; each returns status and answer, or raises ConnectorError."""

    def __init__(self, tenant: TeamsTenant) -> None:
        self._tenant = tenant

    def create(self, body: Json) -> tuple[int, Json]:
        """POST /v3/conversations: the 1:1 chat with a person, or a new post in a channel."""
        data = as_json(body.get("channelData"))
        channel = as_json(data.get("channel")).get("id")
        return self._channel_post(str(channel), body) if channel else self._chat_with(body, data)

    def _channel_post(self, channel: str, body: Json) -> tuple[int, Json]:
        place = self._place(channel)
        if not isinstance(body.get("activity"), dict):
            raise ConnectorError(400, "BadSyntax", "A channel conversation begins with an activity")
        posted = self._put(place, checked(self._tenant, place, body["activity"]), None)
        return 201, self._created(place.address(posted.id), posted.id)

    def _chat_with(self, body: Json, data: Json) -> tuple[int, Json]:
        members = as_list(body.get("members"))
        tenant_id = body.get("tenantId") or as_json(data.get("tenant")).get("id")
        if tenant_id != self._tenant.tenant_id:
            raise ConnectorError(400, "BadSyntax", "tenantId is missing or names another tenant")
        if len(members) != 1 or body.get("isGroup"):
            raise ConnectorError(400, "BadSyntax", "An app can begin a chat with exactly one person")
        person = self._tenant.find_person(str(as_json(members[0]).get("id")))
        if person is None:
            raise ConnectorError(400, "BadArgument", "Unknown user")
        if person.personal is None:
            raise ConnectorError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        place = self._place(person.personal.id)
        if not isinstance(body.get("activity"), dict):
            return 201, self._created(place.id, "")
        return 201, self._created(place.id, self._put(place, checked(self._tenant, place, body["activity"]), None).id)

    def _created(self, conversation: str, activity: str) -> Json:
        answer = {"id": conversation, "serviceUrl": self._tenant.service_url}
        return answer | {"activityId": activity} if activity else answer

    def post(self, conversation: str, body: Json, reply_to: str, targeted: bool) -> tuple[int, Json]:
        """A message in a chat, a new post in a channel, or an answer in a thread (";messageid=" or the id replied to)."""
        place, root = self._thread(conversation)
        if reply_to and place.kind == CHANNEL and not root:
            root = self._post_of(place, reply_to).root
        if body.get("type") == "typing":
            return 202, {}
        draft = checked(self._tenant, place, body)
        self._tenant.pace.take(place.id)
        only_for = self._target(place, body).aad if targeted else ""
        posted = self._put(place, draft, root)
        posted.only_for = only_for
        return 201, {"id": posted.id}

    def update(self, conversation: str, message: str, body: Json) -> tuple[int, Json]:
        place, _ = self._thread(conversation)
        posted = self._own(place, message)
        draft = checked(self._tenant, place, body)
        posted.change(draft.text, draft.card, draft.summary, draft.entities, draft.file)
        posted.files = draft.pictures
        return 200, {"id": posted.id}

    def delete(self, conversation: str, message: str) -> tuple[int, Json]:
        place, _ = self._thread(conversation)
        place.posts.remove(self._own(place, message))
        return 200, {}

    def members(self, conversation: str) -> list[Json]:
        return [self._member(one) for one in self._thread(conversation)[0].members]

    def member(self, conversation: str, member: str) -> Json:
        """By the id that Teams made, by aadObjectId or by user principal name."""
        place, _ = self._thread(conversation)
        person = self._tenant.find_person(member)
        if person is None or person not in place.members:
            raise ConnectorError(404, "MemberNotFoundInConversation", "Member not found in conversation")
        return self._member(person)

    def _member(self, person: Person) -> Json:
        given, _, surname = person.name.partition(" ")
        names = {"givenName": given, "surname": surname, "email": person.email, "userPrincipalName": person.email}
        role = "guest" if person.guest else "user"
        return person.account() | {"objectId": person.aad, "tenantId": self._tenant.tenant_id, "userRole": role} | names

    def _thread(self, conversation: str) -> tuple[Place, str | None]:
        channel, _, root = conversation.partition(";messageid=")
        place = self._place(channel)
        if root and place.post(root) is None:
            raise ConnectorError(404, "ConversationNotFound", "Conversation not found.")
        return place, root or None

    def _place(self, conversation: str) -> Place:
        place = self._tenant.places.get(conversation)
        if place is None:
            raise ConnectorError(404, "ConversationNotFound", "Conversation not found.")
        if not place.bot_in:
            raise ConnectorError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        if place.blocked:
            raise ConnectorError(403, "MessageWritesBlocked", "Message writes are blocked by the user.")
        return place

    def _post_of(self, place: Place, message: str) -> Posted:
        posted = place.post(message)
        if posted is None:
            raise ConnectorError(404, "ActivityNotFoundInConversation", "Activity not found in conversation")
        return posted

    def _own(self, place: Place, message: str) -> Posted:
        posted = self._post_of(place, message)
        if posted.author is not None:
            raise ConnectorError(403, "Forbidden", "The message belongs to somebody else.")
        return posted

    def _target(self, place: Place, body: Json) -> Person:
        person = self._tenant.find_person(str(as_json(body.get("recipient")).get("id")))
        if place.kind == PERSONAL or person is None or person not in place.members:
            raise ConnectorError(400, "BadArgument", "A targeted message needs a recipient who is in this channel or group chat")
        return person

    def _put(self, place: Place, draft: Draft, root: str | None) -> Posted:
        posted = self._tenant.put(place, None, root if place.kind == CHANNEL else None)
        posted.text, posted.card, posted.summary, posted.entities = draft.text, draft.card, draft.summary, draft.entities
        posted.file, posted.files = draft.file, draft.pictures
        return posted
