"""A report as a card: numbers first, and bars of text beside them, so that whoever hears it read aloud misses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from babel.numbers import format_decimal

from app import words
from app.cards import Button, Card, Chart, Divider, Element, Facts, Heading, Place, Text, Tone
from app.people.duty import gap_line
from app.ports.reports import Lists, Stock
from app.reports.figures import Figures, Share, Spread
from app.reports.reading import Report
from app.text import one_line
from app.tickets.sentences import one_below_another, sentence, told_moment

BAR = 10
"""Signs of the longest bar."""

PART = 20
"""Characters of a name in a button."""

MOST = 8
"""Categories, agents and gaps that are named."""

_TITLES = {"": "report.title", "day": "report.title_day", "week": "report.title_week"}
_LABELS = {
    Lists.BREACHED: "button.list_breached",
    Lists.UNASSIGNED: "button.list_unassigned",
    Lists.OLDEST: "button.list_oldest",
    Lists.AT_RISK: "button.list_at_risk",
    Lists.WAITING: "button.list_waiting",
    "new": "button.list_new",
    "solved": "button.list_solved",
    "broken": "button.list_broken",
    "reopened": "button.list_reopened",
}
_SHOWN = ("open", "breached", "at_risk", "unassigned", "waiting")
_FIRST = (Lists.BREACHED, Lists.UNASSIGNED, Lists.OLDEST)
_SECOND = (Lists.AT_RISK, Lists.WAITING)


def report_card(report: Report, locale: str, zone: str, *, lists: bool = True, files: bool = True) -> Card:
    """One team in full. `zone` is the reader's, in which times are told; `lists`: they may see the tickets behind the numbers;
    `files`: they may have it as a file.
    """
    title = words.say(_TITLES[report.every], locale, team=report.team.name)
    return Card(
        title=title,
        spoken=f"{title}. {spoken(report, locale)}",
        body=(
            *_when(report, locale, zone),
            *_numbers(report, locale),
            *_parts(report, locale),
            *_gaps(report, locale, zone),
        ),
        buttons=(
            *(_buttons(report, locale) if lists else ()),
            *(_part_buttons(report, locale) if lists else ()),
            *(file_buttons([report], locale) if files else ()),
        ),
        more=words.say("button.more", locale),
        locale=locale,
    )


def overview_card(reports: Sequence[Report], locale: str, zone: str) -> Card:
    """Several teams, each with its numbers alone."""
    title = words.say("report.overview", locale)
    body: list[Element] = [*_when(reports[0], locale, zone)]
    for report in reports:
        body += [Divider(), Heading(report.team.name), *_numbers(report, locale, headed=False)]
    text = " ".join(f"{report.team.name}: {spoken(report, locale)}" for report in reports)
    buttons = tuple(file_buttons(reports, locale))
    more = words.say("button.more", locale)
    return Card(title=title, spoken=f"{title}. {text}", body=tuple(body), buttons=buttons, more=more, locale=locale)


def spoken(report: Report, locale: str) -> str:
    """What matters most, in one sentence."""
    now, was = report.now, report.figures
    facts = {"open": now.open, "breached": now.breached, "unassigned": now.unassigned, "new": was.new, "solved": was.solved}
    return words.say("report.spoken", locale, **{name: count(value, locale) for name, value in facts.items()})


def count(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)


def _when(report: Report, locale: str, zone: str) -> list[Element]:
    start, end = (told_moment(at, locale, zone) for at in (report.period.start, report.period.end))
    found: list[Element] = [Text(sentence("report.period", locale, start=start, end=end), Tone.SUBTLE)]
    if report.late:
        found.append(Text(sentence("report.late", locale, due=end), Tone.STRONG))
    return found


def _numbers(report: Report, locale: str, *, headed: bool = True) -> list[Element]:
    now, period = Facts(tuple(_standing(report, locale))), Facts(tuple(_flow(report.figures, report.before, locale)))
    if not headed:
        return [now, period]
    return [Heading(words.say("report.now", locale)), now, Heading(words.say("report.happened", locale)), period]


def _standing(report: Report, locale: str) -> list[tuple[str, str]]:
    rows = [(_label(name, locale), _counted(report.now, report.stood, name, locale)) for name in _SHOWN]
    if report.oldest is not None:
        age = words.ago(report.oldest.since, report.at, locale)
        rows.append((_label("oldest", locale), f"T-{report.oldest.ticket} · {age}"))
    return rows


def _counted(now: Stock, stood: Stock | None, name: str, locale: str) -> str:
    value = getattr(now, name)
    return count(value, locale) if stood is None else changed(value, getattr(stood, name), locale)


def changed(now: int, before: int, locale: str) -> str:
    """12 (+3)"""
    sign = "+" if now > before else "−" if now < before else "±"
    return f"{count(now, locale)} ({sign}{count(abs(now - before), locale)})"


def _flow(now: Figures, before: Figures, locale: str) -> list[tuple[str, str]]:
    return [
        (_label("new", locale), changed(now.new, before.new, locale)),
        (_label("solved", locale), changed(now.solved, before.solved, locale)),
        (_label("first_response", locale), _spread(now.first_response, before.first_response, locale)),
        (_label("resolution", locale), _spread(now.resolution, before.resolution, locale)),
        (_label("broken", locale), _share(now.broken, before.broken, locale)),
        (_label("reopened", locale), _share(now.reopened, before.reopened, locale)),
    ]


def _label(name: str, locale: str) -> str:
    return words.say(f"report.{name}", locale)


def _spread(now: Spread, before: Spread, locale: str) -> str:
    if now.median is None or now.ninetieth is None:
        return words.say("report.no_times", locale)
    facts = {"median": _time(now.median, locale), "ninetieth": _time(now.ninetieth, locale)}
    if before.median is None or before.ninetieth is None:
        return words.say("report.times", locale, **facts)
    earlier = {"median_before": _time(before.median, locale), "ninetieth_before": _time(before.ninetieth, locale)}
    return words.say("report.times_before", locale, **facts, **earlier)


def _time(value: object, locale: str) -> str:
    return words.working_time(value.total_seconds(), locale)  # type: ignore[attr-defined]


def _share(now: Share, before: Share, locale: str) -> str:
    if now.percent is None:
        return words.say("report.no_share", locale)
    facts = {"percent": now.percent, "part": count(now.part, locale), "whole": count(now.whole, locale)}
    if before.percent is None:
        return words.say("report.share", locale, **facts)
    return words.say("report.share_before", locale, **facts, before=before.percent)


def _parts(report: Report, locale: str) -> list[Element]:
    return [
        *_bars("report.by_category", report.categories, "report.category", "report.no_category", locale),
        *_bars("report.by_agent", report.agents, "report.agent", "who.nobody", locale),
    ]


def _bars(title: str, parts: Sequence[tuple[str, Figures]], line: str, nameless: str, locale: str) -> list[Element]:
    """One line each: in words, then the bar of what was solved."""
    if not parts:
        return []
    longest = max(figures.solved for _, figures in parts)
    lines = [
        f"{_line(line, name or words.say(nameless, locale), figures, locale)} {bar(figures.solved, longest)}".rstrip()
        for name, figures in parts[:MOST]
    ]
    if len(parts) > MOST:
        lines.append(words.say_many("list.more", len(parts) - MOST, locale))
    return [Heading(words.say(title, locale)), Text(("\n".join(lines),)), *_chart(title, parts[:MOST], nameless, locale)]


def _chart(title: str, parts: Sequence[tuple[str, Figures]], nameless: str, locale: str) -> list[Element]:
    """The same bars as the platform draws them, where there is anything to compare."""
    bars = tuple((name or words.say(nameless, locale), figures.solved) for name, figures in parts)
    if sum(value > 0 for _, value in bars) < 2:
        return []
    return [Chart(words.say(title, locale), words.say("report.solved", locale), bars)]


def _line(key: str, name: str, figures: Figures, locale: str) -> str:
    facts = {"name": name, "new": count(figures.new, locale), "solved": count(figures.solved, locale)}
    told = [words.say(key, locale, **facts)]
    if figures.resolution.median is not None:
        told.append(words.say("report.line_time", locale, median=_time(figures.resolution.median, locale)))
    if figures.broken.percent:
        told.append(words.say("report.line_broken", locale, percent=figures.broken.percent))
    return " · ".join(told)


def bar(value: int, longest: int) -> str:
    """As long as its share of the longest; something is never nothing."""
    return "█" * -(-BAR * value // longest) if longest else ""


def _gaps(report: Report, locale: str, zone: str) -> list[Element]:
    if not report.gaps:
        return []
    lines = [gap_line(gap, locale, zone) for gap in report.gaps[:MOST]]
    lines += [(words.say_many("list.more", len(report.gaps) - MOST, locale),)] if len(report.gaps) > MOST else []
    return [Heading(words.say("report.gaps", locale)), Text(one_below_another(lines))]


def _buttons(report: Report, locale: str) -> list[Button]:
    """One for every number that has tickets behind it. The list stands apart: the report stays as it is, for everybody."""
    now, was = report.now, report.figures
    when = {"since": _seconds(report.period.start), "until": _seconds(report.period.end)}
    happened = {"new": was.new, "solved": was.solved, "broken": was.broken.part, "reopened": was.reopened.part}
    stand = [(which, now.open if which is Lists.OLDEST else getattr(now, which)) for which in (*_FIRST, *_SECOND)]
    return [
        Button(
            words.say(_LABELS[name], locale), f"report.{name}", report.team.key, opens_form=True,
            place=Place.FIRST if name in _FIRST else Place.SECOND, values=when if name in happened else {},
        )
        for name, number in (*stand, *happened.items())
        if number
    ]  # fmt: skip


def _part_buttons(report: Report, locale: str) -> list[Button]:
    """One for every category and every agent that is named: the tickets behind their numbers."""
    when = {"since": _seconds(report.period.start), "until": _seconds(report.period.end)}
    named = [
        *(("category", "report.no_category", *one) for one in zip(report.categories, report.category_ids[:MOST], strict=False)),
        *(("agent", "who.nobody", *one) for one in zip(report.agents, report.agent_ids[:MOST], strict=False)),
    ]
    return [
        Button(
            words.say("button.list_part", locale, name=one_line(name or words.say(nameless, locale), PART)),
            f"report.{which}", report.team.key, opens_form=True, place=Place.MORE, values={**when, "part": str(key)},
        )
        for which, nameless, (name, _), key in named
    ]  # fmt: skip


def file_buttons(reports: Sequence[Report], locale: str) -> list[Button]:
    """The same as a file. Several teams have one together where they share the period."""
    period = reports[0].period
    if any((report.period.start, report.period.end) != (period.start, period.end) for report in reports):
        return []
    values = {"since": _seconds(period.start), "until": _seconds(period.end)}
    teams = {"teams": ",".join(report.team.key for report in reports)} if len(reports) > 1 else {}
    return [
        Button(
            words.say(f"button.as_file.{made}", locale), "report.file", reports[0].team.key, place=Place.MORE,
            values={**values, **teams, "as": made},
        )
        for made in ("xlsx", "csv")
    ]  # fmt: skip


def _seconds(at: datetime) -> str:
    return str(int(at.astimezone(UTC).timestamp()))
