"""Menus that ask the app what they offer while somebody types (https://docs.slack.dev/reference/interaction-payloads)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.sandbox.slack.block_rules import options_problems
from integrations.sandbox.slack.model import Blocks, Json, NotThere, Refused, View

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace

KIND = "external_select"
FEWEST = 3
"""Characters without which Slack does not ask, unless the menu says otherwise."""


async def look_up(ws: SlackWorkspace, deed: Json, view: View, block: Json, element: Json, text: str) -> Blocks:
    """The options for what is typed so far; `deed` says who types where. None where the app gave no good answer."""
    key = block["block_id"], element["action_id"]
    view.offered[key] = []
    if len(text) >= element.get("min_query_length", FEWEST):
        about = {"block_id": key[0], "action_id": key[1], "value": text}
        answer = await ws.delivery.interactive(deed | about)
        view.offered[key] = _options(ws, answer.json()) if answer.ok else []
    return view.offered[key]


def _options(ws: SlackWorkspace, body: Json) -> Blocks:
    problems = options_problems(body)
    if problems:
        ws.refuse("answer to block_suggestion", Refused("invalid_options", problems))
        return []
    options: Blocks = body["options"]
    return options


def offered(view: View, block: Json, element: Json, wanted: str) -> Json:
    """The option that shows or carries this: of those that were offered last, or what is chosen already."""
    held = view.state[block["block_id"]][element["action_id"]].get("selected_option")
    there: Blocks = [*view.offered.get((block["block_id"], element["action_id"]), []), *([held] if held else [])]
    for one in there:
        if wanted == one["value"] or wanted.casefold() == one["text"]["text"].casefold():
            return one
    raise NotThere(f"nothing called {wanted!r} is offered; there is: {', '.join(one['text']['text'] for one in there)}")
