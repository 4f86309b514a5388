"""What Slack makes of the program's answer to a submitted modal (https://docs.slack.dev/surfaces/modals, response actions)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from integrations.sandbox.slack.delivery import Answer
from integrations.sandbox.slack.model import Json, Refused, View

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace

TROUBLE = "We had some trouble connecting. Try again?"


def taken(ws: SlackWorkspace, view: View, answer: Answer) -> None:
    """Close, correct, replace, stack or clear, as the answer says; the view keeps its words when the answer is no good."""
    if not answer.ok:
        view.problems = {"": TROUBLE}
        return
    try:
        _act(ws, view, answer.json() if answer.text.strip() else {})
    except Refused as no:
        ws.refuse("answer to view_submission", no)
        view.problems = {"": TROUBLE}


def _act(ws: SlackWorkspace, view: View, body: Any) -> None:
    if body == {}:
        ws.views.close(view)
        return
    action = body.get("response_action") if isinstance(body, dict) else None
    if action not in _ACTIONS:
        raise Refused("invalid_response_action", [f"response_action is {action!r}"])
    _ACTIONS[action](ws, view, body)


def _errors(_ws: SlackWorkspace, view: View, body: Json) -> None:
    errors = body.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise Refused("invalid_errors", [f"errors must name input blocks of the view: {', '.join(sorted(inputs))}"])
    view.problems = {block_id: str(words) for block_id, words in errors.items()}


def _update(ws: SlackWorkspace, view: View, body: Json) -> None:
    ws.views.replace(view, body.get("view"))


def _push(ws: SlackWorkspace, view: View, body: Json) -> None:
    ws.views.push(view.user, body.get("view"))


def _clear(ws: SlackWorkspace, view: View, _body: Json) -> None:
    ws.views.close_all(view.user)


_ACTIONS: dict[Any, Callable[[SlackWorkspace, View, Json], None]] = {
    "errors": _errors, "update": _update, "push": _push, "clear": _clear,
}  # fmt: skip
