"""Real requests that no client would send: every action on any ticket by anybody, whatever their cards show."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from integrations.sandbox.teams import activities
from tests.stories.house import House


@dataclass
class Answer:
    """What the person was told, and whether a form opened for them."""

    words: str
    form: bool = False


async def heard(house: House, who: Any, before: int) -> str:
    """What was said to them in their own chat since there were `before` messages."""
    while await house.serving.deliverer.round():
        await house.slack.settled()
    return " ".join(m.plain() for m in who_sees(house, who)[before:])


def who_sees(house: House, who: Any) -> list[Any]:
    place = house.slack.world.im(who.id)
    place.members.add(who.id)
    return who.sees(place)


async def slack_press(house: House, who: Any, verb: str, ref: str, **more: Any) -> Answer:
    """A button of a card in their own chat."""
    before = len(who_sees(house, who))
    value = json.dumps({"v": verb, "r": ref, "n": more.get("version", 0), "x": more.get("values", {})})
    place = house.slack.world.im(who.id)
    channel, ts = place.id, house.slack.world.post(place, house.slack.bot_user, "").ts
    deed = who._deed("block_actions") | {
        "channel": {"id": channel, "name": "directmessage"},
        "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
        "message": {"type": "message", "ts": ts, "user": house.slack.bot_user, "text": ""},
        "actions": [{"type": "button", "action_id": verb, "block_id": "b", "value": value, "action_ts": ts}],
        **more.get("extra", {}),
    }  # fmt: skip
    assert (await house.slack.delivery.interactive(deed)).ok
    form = house.slack.views.stacks.pop(who.id, None) is not None
    return Answer(await heard(house, who, before), form)


async def slack_submit(house: House, who: Any, verb: str, ref: str, values: dict[str, str], **more: Any) -> Answer:
    """A form that says it is about `ref`; its own words about itself are made up."""
    before = len(who_sees(house, who))
    nonce = more.get("nonce") or uuid.uuid4().hex
    metadata = json.dumps({"r": ref, "nonce": nonce, "k": more.get("keep", {})})
    state = {name: {name: {"type": "plain_text_input", "value": value}} for name, value in values.items()}
    view = {
        "id": "V1", "type": "modal", "callback_id": verb, "private_metadata": metadata, "state": {"values": state}, "hash": "h",
        "blocks": [{"type": "input", "block_id": name} for name in values],
    }  # fmt: skip
    answer = await house.slack.delivery.interactive(who._deed("view_submission") | {"view": view, "response_urls": []})
    assert answer.ok
    body = answer.json() or {}
    return Answer(" ".join([*body.get("errors", {}).values(), await heard(house, who, before)]))


async def slack_command(house: House, who: Any, text: str) -> Answer:
    place = house.slack.world.im(who.id)
    token = house.slack.triggers.response_url(who.id, place.id)
    answer = await house.slack.delivery.command(who._command_fields("/ticket", text, place, token))
    assert answer.ok
    return Answer(json.dumps(answer.json(), ensure_ascii=False))


async def teams_invoke(house: House, who: Any, name: str, value: Any) -> Any:
    """Straight to the door, past the client, which would not let them."""
    activity = activities.envelope(house.teams, who, who.chat, "invoke", f"f:{uuid.uuid4()}")
    activity |= {"replyToId": str(uuid.uuid4().int)[:13]}
    exchange = await house.teams.delivery._post(activities.invoke(activity, name, value))
    assert exchange.status == 200
    return exchange.answer


def pressed(verb: str, ref: str, version: int = 0, **values: str) -> dict[str, Any]:
    return {"desk": {"verb": verb, "ref": ref, "version": version, "values": values}}


async def teams_press(house: House, who: Any, verb: str, ref: str) -> Answer:
    action = {"type": "Action.Execute", "id": "", "verb": verb, "data": pressed(verb, ref)}
    answer = await teams_invoke(house, who, "adaptiveCard/action", {"action": action, "trigger": "manual"})
    return Answer(json.dumps(answer, ensure_ascii=False))


async def teams_fetch(house: House, who: Any, verb: str, ref: str) -> Answer:
    answer = await teams_invoke(house, who, "task/fetch", {"data": pressed(verb, ref), "context": {"theme": "default"}})
    words = json.dumps(answer, ensure_ascii=False)
    return Answer(words, f"{verb}.save" in words)


async def teams_submit(house: House, who: Any, verb: str, ref: str, values: dict[str, str]) -> Answer:
    data = {"desk": {"verb": verb, "ref": ref, "nonce": uuid.uuid4().hex}} | values
    answer = await teams_invoke(house, who, "task/submit", {"data": data, "context": {"theme": "default"}})
    return Answer(json.dumps(answer, ensure_ascii=False))


async def teams_text(house: House, who: Any, text: str) -> Answer:
    before = len(who.sees())
    await who.writes(text)
    while await house.serving.deliverer.round():
        await house.slack.settled()
    return Answer(" ".join(m.plain() for m in who.sees()[before + 1 :]))
