"""What a rehearsal found, in plain English for operators: a table, and a line for each thing that would have been otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import words
from app.rehearsal.comparing import Compared, Sums, near
from app.rehearsal.lived import Act, Opened, Reached, Standing
from app.sla.ladder import BREACH, WARNING
from app.sla.terms import ClockKind

ASSUMES = (
    "Each ticket is lived from its opening as if this policy had been the only one, and people had done the same at the same "
    "moments. Who is given a ticket by turn or load is left as it was."
)
NAMES = {ClockKind.FIRST_RESPONSE: "first response", ClockKind.RESOLUTION: "resolution"}
STATES = {"none": "no promise", "open": "open", "kept": "kept", "broken": "broken"}


@dataclass(frozen=True)
class Teller:
    """Times are those of `zone`, told as somebody reads them at `at`."""

    at: datetime
    zone: str

    def when(self, at: datetime) -> str:
        return words.weekday_and_time(at, self.at, "en", self.zone)

    def table(self, sums: Sums) -> Iterator[str]:
        """How many, now and then."""
        yield f"{'':<28}{'now':>8}{'then':>8}"
        for name, key in _rows(sums):
            yield f"{name:<28}{sums.now[key]:>8}{sums.then[key]:>8}"
        yield f"{'Routed differently':<28}{'':>8}{sums.routed:>8}"
        yield f"{'Tickets that differ':<28}{'':>8}{sums.differ:>8}"

    def lines(self, one: Compared) -> Iterator[str]:
        """Everything that is different about a ticket."""
        key = f"T-{one.number}"
        if one.routed:
            yield f"{key} routed: {_routed(one.now.opened, one.then.opened)}"
        for kind in ClockKind:
            if one.promise(kind):
                yield f"{key} {NAMES[kind]}: {self._promise(one, kind)}"
        if one.acted:
            yield f"{key} ladder: {self._acts(one.now.acts)} -> {self._acts(one.then.acts)}"

    def _promise(self, one: Compared, kind: ClockKind) -> str:
        now, then = one.now.promises[kind], one.then.promises[kind]
        said = [self._state(now, then)]
        for level, before, after in one.levels(kind):
            said += self._level(level, before, after)
        return "; ".join(part for part in said if part)

    def _state(self, now: Standing, then: Standing) -> str:
        if now.state == then.state and now.state != "broken":
            return STATES[now.state]
        word = "broken either way" if now.state == then.state else f"{STATES[now.state]} -> {STATES[then.state]}"
        if then.due is None:
            return word
        same = now.due is not None and near(now.due, then.due)
        instead = f" instead of {self.when(now.due)}" if now.due is not None and not same else ""
        return f"{word}, due {self.when(then.due)}{instead}"

    def _level(self, level: int, before: Sequence[Reached], after: Sequence[Reached]) -> Iterator[str]:
        """A breach is told by how the promise stands, but for whom it is told to."""
        name = "warned" if level == WARNING else f"level {level}"
        if before and after:
            if level != BREACH and not (len(before) == len(after) and all(map(_at_once, before, after))):
                yield f"{name} {self._times(after)} instead of {self._times(before)}"
            if before[-1].hears != after[-1].hears:
                yield f"{name} tells {_named(after[-1])} instead of {_named(before[-1])}"
        elif level == BREACH:
            return
        elif after:
            yield f"{name} {self._times(after)} (tells {_named(after[-1])})"
        else:
            yield f"not warned ({self._times(before)})" if level == WARNING else f"no level {level} ({self._times(before)})"

    def _times(self, reached: Sequence[Reached]) -> str:
        return " and ".join(self.when(one.at) for one in reached)

    def _acts(self, acts: Sequence[Act]) -> str:
        return ", ".join(f"{act.what} to {act.after} {self.when(act.at)}" for act in acts) or "nothing"


def _rows(sums: Sums) -> Iterator[tuple[str, str]]:
    yield "First responses broken", f"broken_{ClockKind.FIRST_RESPONSE}"
    yield "Resolutions broken", f"broken_{ClockKind.RESOLUTION}"
    yield "Warnings", "warned"
    for level in range(BREACH + 1, sums.highest + 1):
        yield f"Escalations to level {level}", f"level_{level}"


def _at_once(one: Reached, other: Reached) -> bool:
    return near(one.at, other.at)


def _named(one: Reached) -> str:
    return ", ".join(one.hears) or "nobody"


def _routed(now: Opened, then: Opened) -> str:
    reason = then.reason.replace(":", " ")
    because = f" ({reason})" if now.priority is not then.priority else ""
    parts = (
        ("team", now.team, then.team),
        ("category", now.category or "none", then.category or "none"),
        (
            "priority",
            str(now.priority),
            f"{then.priority}{because}",
        ),
    )
    return ", ".join(f"{name} {before} -> {after}" for name, before, after in parts if before != after)
