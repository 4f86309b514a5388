"""How a clock came to be what it is, in sentences: a pure view of its account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import words
from app.sla.account import Spent
from app.sla.clock import Clock
from app.sla.duration import parse
from app.sla.steps import Anew, Folded, Step, Told
from app.sla.terms import NOTHING, Change, Phase, Why


@dataclass(frozen=True)
class Reader:
    """Who reads it, where and when. `own`: it is their own request."""

    locale: str
    zone: str
    now: datetime
    own: bool = False

    def say(self, key: str, /, **facts: object) -> str:
        return words.say(key, self.locale, **facts)

    def when(self, at: datetime, *, after: datetime | None = None) -> str:
        """ "Fri 17:50 IST"; only what differs from an earlier moment that was told, where there was one."""
        if at == self.now:
            return self.say("time.now")
        text = words.weekday_and_time(at, self.now, self.locale, self.zone)
        abbreviation = words.zone_name(at, self.zone)
        if after is not None and words.zone_name(after, self.zone) == abbreviation:
            return text
        return f"{text} {abbreviation}"

    def amount(self, working: timedelta) -> str:
        return words.working_time(working.total_seconds(), self.locale)

    def target(self, written: str, working: timedelta) -> str:
        """ "4 hours"; days and weeks also in hours, because every calendar has its own."""
        asked = parse(written)
        if asked.exact:
            return self.amount(working)
        parts = (("why.weeks", asked.weeks), ("why.days", asked.days))
        named = [words.say_many(key, count, self.locale) for key, count in parts if count]
        rest = [self.amount(timedelta(seconds=asked.seconds))] if asked.seconds else []
        return f"{' '.join(named + rest)} ({self.amount(working)})"


@dataclass(frozen=True)
class Explained:
    """Everything that is told of a clock. `used` of the `working` time that is promised; `promised` are all that ever were."""

    clock: Clock
    first: Change
    last: Change
    steps: Sequence[Told]
    used: timedelta
    promised: Mapping[int, timedelta]
    """Working time by the number of the change."""

    names: Mapping[int, str]
    """Who was waited for, which priority or team it was: by the number of the change."""


def sentences(told: Explained, reader: Reader) -> list[str]:
    """From its opening to where it stands, about a dozen at most."""
    return [_opened(told, reader), *_steps(told, reader), _end(told, reader)]


def _opened(told: Explained, reader: Reader) -> str:
    first = told.first
    facts = {"when": reader.when(first.at), "target": reader.target(first.target, told.promised[first.seq])}
    return reader.say("why.opened" if first.why is Why.OPENED else "why.since", **facts)


def _steps(told: Explained, reader: Reader) -> Iterator[str]:
    total = NOTHING
    for step in told.steps:
        match step:
            case Anew():
                yield _anew(step, told, reader)
            case Folded():
                used, total = _shown(total, step.used)
                facts = {"used": reader.amount(used), "paused": reader.amount(step.paused)}
                until = reader.when(step.end, after=told.first.at)
                yield words.say_many("why.folded", step.count, reader.locale, until=until, **facts)
            case Step(spent=Spent.WORKING):
                used, total = _shown(total, step.amount)
                key = "why.used_nights" if step.nights else "why.used"
                yield reader.say(key, amount=reader.amount(used), until=reader.when(step.end, after=told.first.at))
            case Step():
                yield _rest(step, told, reader)


def _shown(total: timedelta, amount: timedelta) -> tuple[timedelta, timedelta]:
    """Amounts rounded so that they still add up for whoever adds them, and the new total."""
    minute = timedelta(minutes=1)
    shown = ((total + amount) // minute - total // minute) * minute
    return shown or amount, total + amount


def _rest(step: Step, told: Explained, reader: Reader) -> str:
    until = reader.when(step.end, after=told.first.at)
    if step.spent is Spent.CLOSED:
        return reader.say("why.closed", until=until, reasons=", ".join(_reason(*why, reader) for why in step.why))
    if step.spent is not Spent.PAUSED:
        return reader.say("why.ended" if step.spent is Spent.ENDED else "why.unpromised", until=until)
    name = told.names.get(step.seq, "")
    amount = reader.amount(step.amount)
    if not name:
        return reader.say("why.paused", until=until, amount=amount)
    if reader.own:
        return reader.say("why.paused_you", until=until, amount=amount)
    return reader.say("why.paused_requester", until=until, amount=amount, name=name)


def _reason(reason: str, name: str, reader: Reader) -> str:
    known = reason.replace(" ", "_")
    return name if name and known in ("holiday", "override") else reader.say(f"why.shut.{known}")


def _anew(step: Anew, told: Explained, reader: Reader) -> str:
    change = step.change
    facts = {
        "when": reader.when(change.at, after=told.first.at),
        "target": reader.target(change.target, told.promised[change.seq]),
    }
    name = told.names.get(change.seq, "")
    if change.why is Why.POLICY:
        return reader.say("why.anew.policy", **facts)
    return reader.say(f"why.anew.{change.why}", name=name, **facts) if name else reader.say("why.anew.other", **facts)


def _end(told: Explained, reader: Reader) -> str:
    clock, working = told.clock, told.promised[told.last.seq]
    facts = {"used": reader.amount(told.used), "target": reader.amount(working)}
    if clock.phase is Phase.VOID:
        return reader.say("why.void", when=reader.when(told.last.at))
    if clock.phase is Phase.MET:
        met = reader.when(clock.met_at or told.last.at)
        if clock.breached_at is None:
            return reader.say("why.met", when=met, **facts)
        return reader.say("why.met_late", when=met, due=reader.when(clock.breached_at), **facts)
    late = clock.breached_at or (clock.due_at if clock.due_at and clock.due_at <= reader.now else None)
    if late is not None:
        return reader.say("why.late", due=reader.when(late), **facts)
    if clock.phase is Phase.PAUSED:
        left = reader.amount(max(working - told.used, NOTHING))
        return reader.say("why.left", left=left, **facts)
    if clock.due_at is None:
        return reader.say("why.never", **facts)
    return reader.say("why.due", due=reader.when(clock.due_at), ago=words.ago(clock.due_at, reader.now, reader.locale), **facts)
