"""What the Teams client makes of an answer to an invoke: a card for the presser, a notice, a dialog, search results.

What it cannot show is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from integrations.sandbox.teams.card_rules import card_problems, dead_buttons
from integrations.sandbox.teams.controls import View
from integrations.sandbox.teams.dialog import Dialog
from integrations.sandbox.teams.lookups import MOST
from integrations.sandbox.teams.records import Json, Refusal, Unanswered, as_json, as_list

if TYPE_CHECKING:
    from integrations.sandbox.teams.dialog import Origin
    from integrations.sandbox.teams.tenant import TeamsTenant

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
SEARCH = "application/vnd.microsoft.search.searchResponse"
_SIZES = ("small", "medium", "large")
_PREVIEWS = ("application/vnd.microsoft.card.thumbnail", "application/vnd.microsoft.card.hero")


class Found(NamedTuple):
    """A search result as it stands in the list; `card` is what choosing it would insert.

    `tap` is the value of its preview's invoke: with one, the app is asked for the card when the result is chosen.
    """

    title: str
    text: str
    card: Json | None = None
    tap: Json | None = None


@dataclass(frozen=True)
class Shown:
    """One of these: a new card, a sentence, a dialog, results; or nothing, which closes a dialog."""

    card: Json | None = None
    notice: str = ""
    dialog: Dialog | None = None
    results: list[Found] = field(default_factory=list)


class Answers:
    """Reads answers strictly. Every method raises Unanswered after recording why the client could not show it."""

    def __init__(self, tenant: TeamsTenant) -> None:
        self._tenant = tenant

    def of_press(self, answer: Any) -> Shown:
        """adaptiveCard/action: `{statusCode, type, value}` (learn.microsoft.com "Universal Actions for Adaptive Cards")."""
        name, body = "adaptiveCard/action", as_json(answer)
        kind, value, status = body.get("type"), body.get("value"), body.get("statusCode")
        if status != 200:
            raise self._bad(name, f"statusCode {status!r} of type {kind!r}")
        if kind == MESSAGE and isinstance(value, str):
            return Shown(notice=value)
        if kind != CARD:
            raise self._bad(name, f"an answer of type {kind!r} with a {type(value).__name__}")
        self._check(name, value)
        return Shown(card=as_json(value))

    def of_fetch(self, name: str, answer: Any, origin: Origin) -> Shown:
        """task/fetch and composeExtension/fetchTask: something must be shown."""
        shown = self._task(name, as_json(answer).get("task"), origin)
        if shown is None:
            raise self._bad(name, "no task in the answer")
        return shown

    def of_submit(self, name: str, answer: Any, origin: Origin) -> Shown:
        """task/submit and composeExtension/submitAction: the next dialog, a sentence, or nothing."""
        if answer is not None and not isinstance(answer, dict):
            raise self._bad(name, "the answer is no JSON object")
        shown = self._task(name, as_json(answer).get("task"), origin)
        return shown or Shown(notice=str(as_json(as_json(answer).get("composeExtension")).get("text", "")))

    def of_search(self, answer: Any, name: str = "composeExtension/query") -> Shown:
        """composeExtension/query: a list of cards with previews, or a sentence. An answer to selectItem has the same shape."""
        body = as_json(as_json(answer).get("composeExtension"))
        if body.get("type") == "message":
            return Shown(notice=str(body.get("text", "")))
        if body.get("type") != "result" or body.get("attachmentLayout") not in ("list", "grid"):
            raise self._bad(name, f"type {body.get('type')!r} with layout {body.get('attachmentLayout')!r}")
        return Shown(results=[self._result(name, as_json(one)) for one in as_list(body.get("attachments"))])

    def of_typing(self, answer: Any) -> list[Json]:
        """application/search: choices with title and value, as many as the list shows."""
        body = as_json(answer)
        results = as_list(as_json(body.get("value")).get("results"))
        good = all(isinstance(as_json(one).get(name), str) and one[name] for one in results for name in ("title", "value"))
        if body.get("type") != SEARCH or not good or len(results) > MOST:
            raise self._bad("application/search", f"an answer of type {body.get('type')!r} with {len(results)} results")
        return [{"title": one["title"], "value": one["value"]} for one in results]

    def _result(self, name: str, attachment: Json) -> Found:
        preview = as_json(attachment.get("preview"))
        words = as_json(preview.get("content"))
        if preview.get("contentType") not in _PREVIEWS or not words.get("title"):
            raise self._bad(name, "a result without a preview that has a title")
        if attachment.get("contentType") == CARD:
            self._check(name, attachment.get("content"))
        tap = as_json(words.get("tap"))
        value = as_json(tap.get("value")) if tap.get("type") == "invoke" else None
        return Found(str(words["title"]), str(words.get("text", "")), as_json(attachment.get("content")), value)

    def _task(self, name: str, task: Any, origin: Origin) -> Shown | None:
        if task is None:
            return None
        kind, value = as_json(task).get("type"), as_json(task).get("value")
        if kind == "message" and isinstance(value, str):
            return Shown(notice=value)
        if kind != "continue" or not isinstance(value, dict):
            raise self._bad(name, f"a task of type {kind!r} with a {type(value).__name__}")
        card = as_json(value.get("card"))
        if card.get("contentType") != CARD:
            raise self._bad(name, f"a dialog with {card.get('contentType')!r}")
        sizes = [value.get(side) for side in ("height", "width") if side in value]
        if not value.get("title") or not all(isinstance(one, int) or one in _SIZES for one in sizes):
            raise self._bad(name, "a dialog without title, or of impossible size")
        self._check(name, card.get("content"))
        dead = dead_buttons(card["content"])
        if dead:
            self._tenant.refusals.append(Refusal(name, 0, "DeadButton", f"in a dialog {dead} send nothing; use Action.Submit"))
        return Shown(dialog=Dialog(str(value["title"]), View(card["content"]), origin))

    def _check(self, name: str, card: Any) -> None:
        problems = card_problems(card)
        if problems:
            raise self._bad(name, "; ".join(problems))

    def _bad(self, name: str, message: str) -> Unanswered:
        self._tenant.refusals.append(Refusal(name, 0, "BadAnswer", message))
        return Unanswered(message)
