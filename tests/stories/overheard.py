"""Everything the program said to either platform, and who reads it there: what went over the wire."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from integrations.sandbox.slack import model as slack
from integrations.sandbox.teams import records as teams
from tests.stories.house import House

EVERYBODY = "everybody"
"""Who reads what goes to a place that cannot be told from the request."""


@dataclass(frozen=True)
class Said:
    """One body that left the program. `surface` names the request or the answer, `reader` a person's or a channel's id."""

    surface: str
    reader: str
    body: str


def overheard(house: House) -> list[Said]:
    """In no particular order across the platforms."""
    return [*SlackEar(house).hears(), *TeamsEar(house).hears()]


class SlackEar:
    def __init__(self, house: House) -> None:
        self._slack = house.slack
        self._triggers: dict[str, str] = {}
        self._views: dict[str, str] = {}

    def hears(self) -> Iterator[Said]:
        for one in self._slack.traffic:
            if one.to == "program":
                yield from self._answer(one)
            elif reader := self._reader(one):
                yield Said(one.kind, reader, f"{_json(one.request)} {self._files(one.request)}")

    def _answer(self, one: slack.Exchange) -> Iterator[Said]:
        """Of the deed of a person: what the answer says is shown to them, unless it says otherwise."""
        who = _actor(one.request)
        self._triggers |= {str(one.request["trigger_id"]): who} if "trigger_id" in one.request else {}
        if one.answer:
            aloud = isinstance(one.answer, dict) and one.answer.get("response_type") == "in_channel"
            yield Said(f"answer to {one.kind}", EVERYBODY if aloud else who, _json(one.answer))

    def _reader(self, one: slack.Exchange) -> str:
        """'' where nobody reads it."""
        asked: dict[str, Any] = one.request
        match one.kind:
            case "chat.postEphemeral":
                return str(asked["user"])
            case "views.publish":
                return str(asked["user_id"])
            case "views.open" | "views.push" | "views.update":
                return self._in_view(one)
            case "response_url":
                return one.shown_to or EVERYBODY
            case "chat.postMessage" | "chat.update" | "files.completeUploadExternal":
                place = self._slack.world.places.get(str(asked.get("channel") or asked.get("channel_id")))
                return (place.im_of or place.id) if place else EVERYBODY
            case _:
                return EVERYBODY if "text" in asked or "blocks" in asked else ""

    def _in_view(self, one: slack.Exchange) -> str:
        known = self._triggers.get(str(one.request.get("trigger_id"))) or self._views.get(str(one.request.get("view_id")))
        view = one.answer.get("view", {}).get("id") if isinstance(one.answer, dict) else None
        self._views |= {view: known} if view and known else {}
        return known or EVERYBODY

    def _files(self, asked: dict[str, Any]) -> str:
        """What stands in the files that it brings."""
        listed = asked.get("files", [])
        ids = [one["id"] for one in (json.loads(listed) if isinstance(listed, str) else listed)]
        return " ".join(_text(self._slack.world.files[one].content or b"") for one in ids if one in self._slack.world.files)


class TeamsEar:
    def __init__(self, house: House) -> None:
        self._tenant = house.teams

    def hears(self) -> Iterator[Said]:
        for one in self._tenant.traffic:
            if one.way == "to_program":
                if one.answer:
                    yield Said(f"answer to {one.operation}", str(one.sent["from"]["aadObjectId"]), _json(one.answer))
            elif one.operation.startswith(("activities.", "conversations.")):
                yield Said(one.operation, self._reader(one), _json(one.sent))
        for upload in self._tenant.uploads.values():
            yield Said("files.upload", EVERYBODY, f"{upload.name} {_text(upload.content or b'')}")

    def _reader(self, one: teams.Exchange) -> str:
        place = self._tenant.places.get(one.chat.partition(";")[0])
        if place is None and one.operation == "conversations.create":
            channel = teams.as_json(teams.as_json(one.sent.get("channelData")).get("channel")).get("id")
            return str(channel or self._person(one.sent.get("members", [{}])[0].get("id")))
        if place is None:
            return EVERYBODY
        return place.members[0].aad if place.kind == "personal" else place.id

    def _person(self, some_id: Any) -> str:
        found = self._tenant.find_person(str(some_id))
        return found.aad if found else EVERYBODY


def _actor(deed: dict[str, Any]) -> str:
    """Whose deed a request of Slack tells of."""
    event = deed.get("event", {})
    user = deed.get("user", event.get("user", deed.get("user_id", EVERYBODY)))
    return str(user["id"] if isinstance(user, dict) else user)


def _json(body: Any) -> str:
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)


def _text(content: bytes) -> str:
    """A file as far as it can be read; what is packed is unpacked."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
