"""What the client does when somebody presses, submits, chooses a message action or searches: one invoke, and its answer shown."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from integrations.sandbox.teams import activities, lookups, pointing
from integrations.sandbox.teams.answers import Found, Shown
from integrations.sandbox.teams.controls import View, find_input, inputs, toggle
from integrations.sandbox.teams.dialog import Dialog, Origin, collected, complaints, faulty, typed
from integrations.sandbox.teams.drawing import find_action
from integrations.sandbox.teams.places import Place, Posted
from integrations.sandbox.teams.records import Json, NotThere, Unanswered, as_json, as_list

if TYPE_CHECKING:
    from integrations.sandbox.teams.message import Message
    from integrations.sandbox.teams.people import Person

UNREACHABLE = "Unable to reach app. Please try again."
QUERY, SELECT = "composeExtension/query", "composeExtension/selectItem"
_CONTEXT = {"theme": "default"}


async def press(person: Person, message: Message, label: str, near: str, values: Mapping[str, Any]) -> None:
    view = message.view
    if view is None:
        raise NotThere(f"there is no {label!r} to press: the message has no card")
    action, within, _ = find_action(view, message.posted.reader(person, view.card), label, near)
    fields = inputs(within)
    typed(fields, values, person.tenant.names())
    kind = action.get("type")
    if kind == "Action.ShowCard":
        view.opened = [one for one in view.opened if one is not action] if view.is_open(action) else [*view.opened, action]
    elif kind == "Action.ToggleVisibility":
        toggle(view.card, as_list(action.get("targetElements")))
    elif kind == "Action.OpenUrl":
        person.notices.append(str(action["url"]))
    else:
        await _send(person, message.posted, action, [] if action.get("associatedInputs") == "none" else fields)


async def _send(person: Person, posted: Posted, action: Json, fields: list[Json]) -> None:
    wrong = complaints(fields)
    if wrong:
        person.notices.append("; ".join(f"{label}: {problem}" for label, problem in wrong.items()))
        return
    await _deliver(person, posted, action, fields)


async def press_at(person: Person, message: Message, path: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Press the action at this place of the card, with values by input id; what the client minds, by input id."""
    card = message.card
    if card is None:
        raise NotThere("the message has no card")
    action, within, _ = pointing.action_at(card, path)
    if action.get("type") not in ("Action.Execute", "Action.Submit"):
        raise NotThere(f"{action.get('type')} sends nothing")
    fields = [] if action.get("associatedInputs") == "none" else pointing.travelling(within, values)
    pointing.enter(fields, values if fields else {}, list(person.tenant.names().values()))
    wrong = {str(one.get("id")): problem for one, problem in faulty(fields)}
    if not wrong:
        await _deliver(person, message.posted, action, fields)
    return wrong


async def _deliver(person: Person, posted: Posted, action: Json, fields: list[Json]) -> None:
    data = as_json(action.get("data")) | collected(fields)
    if action["type"] == "Action.Execute":
        await _execute(person, posted, action, data)
    elif as_json(data.get("msteams")).get("type") == "task/fetch":
        await _fetch(person, "task/fetch", {"data": data, "context": _CONTEXT}, Origin(person, posted))
    else:
        activity = _activity(person, posted, "message", person.tenant.new_id())
        await person.tenant.delivery.tell(activity | {"value": data, "replyToId": posted.id})


async def _execute(person: Person, posted: Posted, action: Json, data: Json) -> None:
    sent = {"type": "Action.Execute", "id": action.get("id", ""), "verb": action["verb"], "data": data}
    before = posted.card
    shown = await _asked(person, "adaptiveCard/action", {"action": sent, "trigger": "manual"}, posted)
    # An update that came while the answer was on its way is newer than the answer.
    if shown and shown.card is not None and posted.card is before:
        posted.views[person.aad] = View(shown.card)


async def submit(person: Person, values: Mapping[str, Any], button: str, near: str = "") -> dict[str, str]:
    dialog = person.dialog
    if dialog is None:
        raise NotThere(f"{person.name} has no dialog open")
    action, within, _ = dialog.button(button, near)
    fields = inputs(within)
    for label, value in values.items():
        if value and lookups.asks_app(one := find_input(fields, label)):
            await _look_up(person, dialog, one, str(value))
    typed(fields, values, person.tenant.names(), dialog.offered)
    wrong = complaints(fields)
    return wrong or await _submitted(person, dialog, action, fields)


async def submit_at(person: Person, path: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Submit the open dialog with the action at this place of its card; problems by input id, "" for the whole form."""
    dialog = person.dialog
    if dialog is None:
        raise NotThere(f"{person.name} has no dialog open")
    action, within, _ = pointing.action_at(dialog.card, path)
    if action.get("type") != "Action.Submit":
        raise NotThere(f"{action.get('title')!r} sends nothing from a dialog")
    fields = [] if action.get("associatedInputs") == "none" else pointing.travelling(within, values)
    pointing.enter(fields, values if fields else {}, list(person.tenant.names().values()), dialog.offered)
    dialog.complaints = {str(one.get("id")): problem for one, problem in faulty(fields)}
    if not dialog.complaints:
        said = await _submitted(person, dialog, action, fields)
        dialog.complaints = said if person.dialog is dialog else {}
    return dialog.complaints


async def look_up(person: Person, text: str, *, label: str = "", field: str = "") -> list[Json]:
    """Type into a field of the open dialog that asks the app, named by its label or its id: what can be chosen now."""
    dialog = person.dialog
    if dialog is None:
        raise NotThere(f"{person.name} has no dialog open")
    among = inputs([dialog.card])
    one = find_input(among, label) if label else next((one for one in among if str(one.get("id")) == field), None)
    if one is None or not lookups.asks_app(one):
        raise NotThere("that field asks nobody")
    return await _look_up(person, dialog, one, text)


async def _look_up(person: Person, dialog: Dialog, one: Json, text: str) -> list[Json]:
    activity = _activity(person, dialog.origin.about, "invoke", f"f:{uuid.uuid4()}")
    asked = activities.invoke(activity, lookups.NAME, lookups.question(one, text), dialog.origin.about)
    try:
        found = person.tenant.answers.of_typing(await person.tenant.delivery.ask(asked))
    except Unanswered:
        found = []
    dialog.offered[str(one.get("id"))] = found
    return found


async def _submitted(person: Person, dialog: Dialog, action: Json, fields: list[Json]) -> dict[str, str]:
    data = as_json(action.get("data")) | collected(fields)
    origin = dialog.origin
    name = "composeExtension/submitAction" if origin.command else "task/submit"
    value = _extension(person, origin) if origin.command else {"context": _CONTEXT}
    shown = await _asked(person, name, value | {"data": data}, origin.about, origin)
    if shown is None:
        return {"": UNREACHABLE}
    person.dialog = shown.dialog
    return shown.dialog.problems() if shown.dialog else {}


async def fetch_for_message(person: Person, origin: Origin) -> None:
    await _fetch(person, "composeExtension/fetchTask", _extension(person, origin), origin)


def _extension(person: Person, origin: Origin) -> Json:
    payload = activities.message_payload(person.tenant, origin.about)
    return {"commandId": origin.command, "commandContext": "message", "context": _CONTEXT, "messagePayload": payload}


async def _fetch(person: Person, name: str, value: Json, origin: Origin) -> None:
    shown = await _asked(person, name, value, origin.about, origin)
    if shown:
        person.dialog = shown.dialog


async def search(person: Person, text: str, command: str, place: Place) -> list[Found]:
    asked = [{"name": "searchKeyword", "value": text}] if text else [{"name": "initialRun", "value": "true"}]
    value = {"commandId": command, "parameters": asked, "queryOptions": {"skip": 0, "count": 25}}
    activity = activities.envelope(person.tenant, person, place, "invoke", f"f:{uuid.uuid4()}")
    shown = await _shown(person, activities.invoke(activity, QUERY, value), None)
    return shown.results if shown else []


async def pick(person: Person, found: Found, place: Place) -> Found:
    """A chosen result whose preview has an invoke: the app says which card to insert."""
    activity = activities.envelope(person.tenant, person, place, "invoke", f"f:{uuid.uuid4()}")
    shown = await _shown(person, activities.invoke(activity, SELECT, found.tap or {}), None)
    if shown is None or not shown.results:
        raise NotThere(person.last_notice or "the app gave nothing to insert")
    return shown.results[0]


async def _asked(person: Person, name: str, value: Json, about: Posted, origin: Origin | None = None) -> Shown | None:
    activity = _activity(person, about, "invoke", f"f:{uuid.uuid4()}")
    return await _shown(person, activities.invoke(activity, name, value, about), origin)


def _activity(person: Person, about: Posted, kind: str, activity_id: str) -> Json:
    return activities.envelope(person.tenant, person, about.place, kind, activity_id, about.root)


async def _shown(person: Person, activity: Json, origin: Origin | None) -> Shown | None:
    """The answer as the client shows it; None, with the client's own sentence, where it cannot."""
    answers, name = person.tenant.answers, str(activity["name"])
    try:
        answer = await person.tenant.delivery.ask(activity)
        if name in (QUERY, SELECT):
            shown = answers.of_search(answer, name)
        elif origin is None:
            shown = answers.of_press(answer)
        else:
            shown = (answers.of_fetch if "fetch" in name else answers.of_submit)(name, answer, origin)
    except Unanswered:
        person.notices.append(UNREACHABLE)
        return None
    if shown.notice:
        person.notices.append(shown.notice)
    return shown
