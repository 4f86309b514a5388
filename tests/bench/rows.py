"""What is compared with what. Each row gives figures per round; what they mean is told in README.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench import company
from tests.bench.rounds import Spread, ratios, turns
from tests.bench.sides import Arena, Side
from tests.bench.sweep import sweeps


@dataclass(frozen=True)
class Effort:
    """How long and how wide is measured."""

    rounds: int
    seconds: float
    connections: int
    warm: int = company.PEOPLE
    open: tuple[int, int] = (10_000, 1_000_000)


@dataclass(frozen=True)
class Line:
    """One line of the table. Figures are `unit`; `ratio` is ours by theirs, round by round; `target` (`aim`) judges it."""

    row: int
    what: str
    unit: str
    ours: Spread
    reference: Spread
    ratio: Spread
    target: str
    good: bool | None
    cpu: tuple[float, float]


Measure = Callable[[Side], tuple[float, float]]
"""The figure of one turn, and the milliseconds of CPU that the side's processes used for each answer."""


def compare(
    row: int, what: str, unit: str, sides: tuple[Side, Side], measure: Measure, effort: Effort, target: str = "",
    least: float = 0, most: float = 0,
) -> Line:  # fmt: skip
    """Both sides in turn, `rounds` times. `least` or `most` is what the middle ratio has to reach."""
    figures: dict[str, list[tuple[float, float]]] = {side.name: [] for side in sides}
    for _, side in turns(sides, effort.rounds):
        figures[side.name].append(measure(side))
    ours, theirs = ([figure for figure, _ in figures[side.name]] for side in sides)
    mine, other = (median(cpu for _, cpu in figures[side.name]) for side in sides)
    ratio = ratios(ours, theirs)
    good = ratio.middle >= least if least else ratio.middle <= most if most else None
    return Line(row, what, unit, Spread.of(ours), Spread.of(theirs), ratio, target, good, (mine, other))


def _created_a_second(effort: Effort) -> Measure:
    def measure(side: Side) -> tuple[float, float]:
        said = side.load(effort.connections, seconds=effort.seconds)
        return said["answers"] / said["seconds"], said["cpu"] * 1000

    return measure


def _milliseconds(effort: Effort, kind: str = "") -> Measure:
    """The middle wait of one who sends the next when the last is answered."""

    def measure(side: Side) -> tuple[float, float]:
        said = side.load(1, kind, seconds=effort.seconds)
        return said["p50"] * 1000, said["cpu"] * 1000

    return measure


def creating(arena: Arena, effort: Effort, row: int, platform: str, database: str) -> list[Line]:
    what = f"{platform.title()} message to committed ticket, {'PostgreSQL' if database == 'postgresql' else 'SQLite'}"
    bare, measure = arena.bare(platform, database), _created_a_second(effort)
    lines = []
    for worker, name in ((True, "with a worker"), (False, "without a worker")):
        ours = arena.ours(platform, database, worker=worker)
        target, least = ("≥ 0.25 (0.5)", 0.25) if worker else ("", 0.0)
        lines.append(compare(row, f"{what}, {name}", "tickets/s", (ours, bare), measure, effort, target, least))
    return lines


def answering(arena: Arena, effort: Effort) -> list[Line]:
    ours, bare = arena.ours("slack", "postgresql", worker=False), arena.bare("slack", "none")
    asked = (
        ("a message that becomes a ticket", "slack.message", "≤ 8", 8.0),
        ("/ticket my, answered in the body", "slack.command", "", 0.0),
        ("a message that is not for the desk", "slack.elsewhere", "", 0.0),
    )
    return [
        compare(4, f"one connection, p50: {what}", "ms", (ours, bare), _milliseconds(effort, kind), effort, target, most=most)
        for what, kind, target, most in asked
    ]


def beside_django(arena: Arena, effort: Effort) -> list[Line]:
    ours, theirs = arena.ours("slack", "postgresql", worker=True), arena.helpdesk()
    what = "create beside django-helpdesk's public form, PostgreSQL"
    return [compare(5, what, "tickets/s", (ours, theirs), _created_a_second(effort), effort, "≥ 5 (10)", least=5)]


def sweeping(effort: Effort, kind: str) -> Line:
    many, few = sweeps(kind, effort.open, effort.rounds, effort.seconds)
    ours, theirs = ([figure for figure, _ in figures] for figures in (many, few))
    cpu = (median(used for _, used in many), median(used for _, used in few))
    ratio = ratios(ours, theirs)
    what = f"the watch, nothing due: {effort.open[1]:,} open tickets beside {effort.open[0]:,}, {NAMES[kind]}"
    return Line(6, what, "ms", Spread.of(ours), Spread.of(theirs), ratio, "≤ 5", ratio.middle <= 5, cpu)


NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}

Row = Callable[[Arena, Effort], Sequence[Line]]

ROWS: dict[int, Row] = {
    1: lambda arena, effort: creating(arena, effort, 1, "slack", "postgresql"),
    2: lambda arena, effort: creating(arena, effort, 2, "slack", "sqlite"),
    3: lambda arena, effort: creating(arena, effort, 3, "teams", "postgresql"),
    4: answering,
    5: beside_django,
    6: lambda _, effort: [sweeping(effort, kind) for kind in NAMES],
}
