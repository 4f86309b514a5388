"""The inspector's list: every request between the platforms and the program, numbered as they came, secrets masked."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from integrations.sandbox import slack, teams
from integrations.sandbox.page.asked import instant
from integrations.sandbox.page.controls import Json

KEPT = 500
TO_DESK, FROM_DESK = "to_desk", "from_desk"
_SECRET_NAMES = frozenset({"token", "access_token", "client_secret", "client_assertion", "authorization", "response_url"})
_SHOWN_OF_A_SECRET = 12


@dataclass(eq=False)
class Row:
    """One request and its answer; `refusal` is what the platform would not take of it."""

    n: int
    at: datetime
    platform: str
    way: str
    kind: str
    status: int
    request: Any
    answer: Any
    headers: dict[str, str]
    refusal: str = ""

    def shown(self, secrets: Iterable[str]) -> Json:
        body = {"request": self.request, "answer": _parsed(self.answer), "headers": self.headers}
        masked = _masked(body, [one for one in secrets if one])
        return {"n": self.n, "at": instant(self.at), "platform": self.platform, "way": self.way, "kind": self.kind,
                "status": self.status, "refusal": self.refusal, **masked}  # fmt: skip


class Wire:
    """Listens to both platforms from the moment it is made."""

    def __init__(self, workspace: slack.SlackWorkspace, tenant: teams.TeamsTenant, clock: Callable[[], datetime]) -> None:
        self._workspace, self._tenant, self._clock = workspace, tenant, clock
        self._rows: deque[Row] = deque(maxlen=KEPT)
        self._count = 0
        self._unwilling: list[teams.Refusal] = []
        workspace.traffic.listeners.append(self._slack)
        workspace.refusals.listeners.append(self._slack_refused)
        tenant.traffic.listeners.append(self._teams)
        tenant.refusals.listeners.append(self._teams_refused)

    def since(self, number: int) -> list[Json]:
        """The rows after this number, oldest first."""
        secrets = [self._workspace.bot_token, self._workspace.signing_secret, self._tenant.app_password]
        return [row.shown(secrets) for row in self._rows if row.n > number]

    def _slack(self, one: slack.Exchange) -> None:
        way = TO_DESK if one.to == "program" else FROM_DESK
        refusal = _no_answer(one.status, one.answer) if way == TO_DESK else _slack_words(one)
        self._add("slack", way, one.kind, one.status, one.request, one.answer, one.headers, refusal)

    def _slack_refused(self, refusal: slack.Refusal) -> None:
        """What it refuses of a call stands in the call's answer; what it refuses of an answer stands nowhere else."""
        if refusal.method.startswith("answer to "):
            words = " ".join([refusal.code, *refusal.reasons])
            self._blame("slack", refusal.method.removeprefix("answer to "), words)

    def _teams(self, one: teams.Exchange) -> None:
        way = TO_DESK if one.way == "to_program" else FROM_DESK
        refusal = _no_answer(one.status, one.answer) if way == TO_DESK else self._teams_words(one)
        self._add("teams", way, one.operation, one.status, one.sent, one.answer, one.headers, refusal)

    def _teams_refused(self, refusal: teams.Refusal) -> None:
        """Refusals of calls come before the call is noted, those of answers after the answer is."""
        if not self._blame("teams", refusal.operation, f"{refusal.code}: {refusal.message}"):
            self._unwilling.append(refusal)

    def _teams_words(self, one: teams.Exchange) -> str:
        mine = [no for no in self._unwilling if one.operation.startswith((no.operation, "conversations"))]
        self._unwilling = [no for no in self._unwilling if no not in mine]
        if mine:
            return "; ".join(f"{no.code}: {no.message}" for no in mine)
        return f"HTTP {one.status}" if one.status >= 400 else ""

    def _blame(self, platform: str, kind: str, words: str) -> bool:
        for row in reversed(self._rows):
            if (row.platform, row.way, row.kind) == (platform, TO_DESK, kind):
                row.refusal = f"{row.refusal}; {words}" if row.refusal else words
                return True
        return False

    def _add(
        self, platform: str, way: str, kind: str, status: int, request: Any, answer: Any, headers: dict[str, str], refusal: str
    ) -> None:
        self._count += 1
        row = Row(self._count, self._clock(), platform, way, kind, status, request, answer, headers, refusal)
        self._rows.append(row)


def _no_answer(status: int, answer: Any) -> str:
    if status == 0:
        return f"the desk did not answer: {answer}" if answer else "the desk did not answer"
    return f"the desk answered HTTP {status}" if status >= 400 else ""


def _slack_words(one: slack.Exchange) -> str:
    if isinstance(one.answer, dict) and one.answer.get("ok") is False:
        reasons = (one.answer.get("response_metadata") or {}).get("messages", [])
        return " ".join([str(one.answer.get("error")), *map(str, reasons)])
    return str(one.answer) if one.status >= 400 or one.status == 0 else ""


def _parsed(answer: Any) -> Any:
    if not isinstance(answer, str) or not answer.lstrip().startswith(("{", "[")):
        return answer
    try:
        return json.loads(answer)
    except ValueError:
        return answer


def _masked(value: Any, secrets: list[str], name: str = "") -> Any:
    """The value without what opens a door: by the name of the field, and wherever a secret of this run stands in a text."""
    if isinstance(value, dict):
        return {key: _masked(inner, secrets, str(key).lower()) for key, inner in value.items()}
    if isinstance(value, list):
        return [_masked(inner, secrets) for inner in value]
    if not isinstance(value, str):
        return value
    if name in _SECRET_NAMES and len(value) > _SHOWN_OF_A_SECRET:
        return f"{value[:_SHOWN_OF_A_SECRET]}…"
    for secret in secrets:
        value = value.replace(secret, "…")
    return value
