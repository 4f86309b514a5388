"""A file that is wrong is refused with the line and the reason, for everything that is wrong with it at once."""

from __future__ import annotations

import pytest

from app.errors import ConfigurationError
from app.policy.reading import read
from app.policy.refusal import PolicyError

FINE = """\
version: 1
defaults: {team: it, locale: en, timezone: Asia/Kolkata}
calendars:
  office: {timezone: Asia/Kolkata, hours: {mon-fri: ["09:30-18:30"]}}
teams:
  it: {name: IT, agents: ["slack:U1"], calendar: office, sla: standard}
categories:
  vpn: {team: it, keywords: [vpn]}
sla:
  standard: {default: true, targets: {high: {first_response: 1h, resolution: 1d}}}
"""
NEXT = FINE.count("\n") + 1


def refusal(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        read(text)
    return str(caught.value)


def test_the_pattern_of_these_tests_is_itself_accepted() -> None:
    assert read(FINE).default_team == "it"


def test_a_refusal_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError):
        read("")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("team: it, locale", "team: ti, locale", 'line 2: defaults.team: there is no team "ti" (did you mean "it"?)'),
        ("locale: en", "locale: xx", 'line 2: defaults.locale: "xx" is not a language: write en, hi or pt-BR'),
        ("locale: en", "locale: 5", "line 2: defaults.locale: expected a text, got the number 5 (write it in quotes)"),
        (
            "en, timezone: Asia/Kolkata",
            "en, timezone: Asia/Kolkatta",
            'line 2: defaults.timezone: there is no time zone "Asia/Kolkatta" (did you mean "Asia/Kolkata"?): '
            "write an IANA name, Asia/Kolkata",
        ),
        ("timezone: Asia/Kolkata, hours", "hours", None),
        (
            "mon-fri",
            "mon-fry",
            'line 4: calendars.office.hours.mon-fry: "mon-fry" names no days: write mon, mon-fri or "mon,wed"',
        ),
        (
            "mon-fri:",
            'tue: ["10:00-11:00"], mon-fri:',
            'line 4: calendars.office.hours.mon-fri: tue is named twice (also in "tue")',
        ),
        (
            "09:30-18:30",
            "09:30-25:00",
            'line 4: calendars.office.hours.mon-fri[0]: "25:00" is not a time of day: write it as 09:30',
        ),
        (
            "09:30-18:30",
            "9-18",
            'line 4: calendars.office.hours.mon-fri[0]: "9" is not a time of day: write it as 09:30',
        ),
        (
            "09:30-18:30",
            "09:30",
            'line 4: calendars.office.hours.mon-fri[0]: "09:30" is not a window of time: write "09:30-13:00"',
        ),
        (
            "09:30-18:30",
            "09:30-09:30",
            'line 4: calendars.office.hours.mon-fri[0]: "09:30-09:30" begins and ends at once: the whole day is "00:00-24:00"',
        ),
        (
            '"09:30-18:30"',
            '"09:30-18:30", "18:00-19:00"',
            'line 4: calendars.office.hours.mon-fri[1]: "18:00-19:00" overlaps "09:30-18:30"',
        ),
        (
            '["09:30-18:30"]',
            "[]",
            "line 4: calendars.office.hours: there is no working time at all: nothing would ever be due",
        ),
        (
            "hours: {mon-fri",
            "holidays: {country: Narnia}, hours: {mon-fri",
            'line 4: calendars.office.holidays.country: no holidays are known for "Narnia"',
        ),
        (
            "hours: {mon-fri",
            "holidays: {subdivision: KA}, hours: {mon-fri",
            "line 4: calendars.office.holidays.subdivision: a subdivision needs its country",
        ),
        (
            "hours: {mon-fri",
            "holidays: {dates: [2026-02-30]}, hours: {mon-fri",
            'line 4: calendars.office.holidays.dates[0]: there is no day "2026-02-30"',
        ),
        (
            "hours: {mon-fri",
            "holidays: {dates: [2026-12-25Christmas]}, hours: {mon-fri",
            'line 4: calendars.office.holidays.dates[0]: "2026-12-25Christmas" is not a date: write it as 2026-01-26',
        ),
        (
            "hours: {mon-fri",
            "holidays: {dates: [{date: 2026-12-25}]}, hours: {mon-fri",
            "line 4: calendars.office.holidays.dates[0]: write a date, and its name after it: 2026-12-24 Christmas Eve",
        ),
        (
            "hours: {mon-fri",
            "holidays: {ics: 'http://example.test/a.ics'}, hours: {mon-fri",
            'line 4: calendars.office.holidays.ics: "http://example.test/a.ics" is not a file: '
            "write the name of one beside the policy, holidays.ics",
        ),
        (
            "hours: {mon-fri",
            "overrides: [{date: 31.12.2026, closed: true}], hours: {mon-fri",
            'line 4: calendars.office.overrides[0].date: "31.12.2026" is not a date: write it as 2026-01-26',
        ),
        (
            "hours: {mon-fri",
            "overrides: [{date: 2026-12-31}], hours: {mon-fri",
            "line 4: calendars.office.overrides[0]: say either closed: true or hours: […]",
        ),
        (
            "hours: {mon-fri",
            "overrides: [{date: 2026-12-31, closed: true}, {date: 2026-12-31, closed: true}], hours: {mon-fri",
            "line 4: calendars.office.overrides[1].date: 2026-12-31 is named twice",
        ),
        (
            "calendar: office",
            "calendar: offce",
            'line 6: teams.it.calendar: there is no calendar "offce" (did you mean "office"?)',
        ),
        ("sla: standard", "sla: gold", 'line 6: teams.it.sla: there is no SLA policy "gold"'),
        ("name: IT", "nmae: IT", 'line 6: teams.it.nmae: unknown key "nmae" (did you mean "name"?)'),
        ("name: IT", 'name: " "', "line 6: teams.it.name: is empty"),
        ("name: IT", "name: 365", "line 6: teams.it.name: expected a text, got the number 365 (write it in quotes)"),
        ("name: IT", "name: [IT]", "line 6: teams.it.name: expected a text, got a list"),
        ('["slack:U1"]', "slack:U1", 'line 6: teams.it.agents: expected a list, got "slack:U1"'),
        ('["slack:U1"]', "", "line 6: teams.it.agents: expected a list, got nothing"),
        (
            '["slack:U1"]',
            '["slack:U1", "@ravi"]',
            'line 6: teams.it.agents[1]: "@ravi" names nobody: write slack:U…, slack:T…/U…, teams:<object id>',
        ),
        ('["slack:U1"]', '["slack:U1", "slack:U1"]', 'line 6: teams.it.agents[1]: "slack:U1" is named twice'),
        ("name: IT", "triage: {}", "line 6: teams.it.triage: names no channel: write slack: C… or teams: 19:…"),
        (
            "name: IT",
            'triage: {slack: "#help"}',
            'line 6: teams.it.triage.slack: "#help" is not a channel: write its id (C0HELP001, 19:…@thread.tacv2), not its name',
        ),
        (
            "name: IT",
            "thread_default: replay",
            'line 6: teams.it.thread_default: expected note or reply, got "replay" (did you mean "reply"?)',
        ),
        ("name: IT", "emoji_verbs: maybe", 'line 6: teams.it.emoji_verbs: expected true or false, got "maybe"'),
        (
            "  vpn: {",
            "  v pn: {",
            'line 8: categories.v pn: "v pn" cannot be a name here: up to 64 letters, digits, - and _, no spaces',
        ),
        ("vpn: {team: it", "vpn: {team: itt", 'line 8: categories.vpn.team: there is no team "itt" (did you mean "it"?)'),
        ("vpn: {", "vpn: {priority: hgh, ", 'line 8: categories.vpn.priority: expected low, normal, high or urgent, got "hgh"'),
        ("[vpn]", '["--"]', 'line 8: categories.vpn.keywords[0]: "--" has no letter and no digit: it would never be found'),
        ("default: true", "default: yes", 'line 10: sla.standard.default: expected true or false, got "yes"'),
        ("default: true", "warn_at: 75", "line 10: sla.standard.warn_at: write 75% of the target, or a duration before it, 30m"),
        ("default: true", "warn_at: 0%", 'line 10: sla.standard.warn_at: "0%" is not between 0% and 100%'),
        ("default: true", "warn_at: 100%", 'line 10: sla.standard.warn_at: "100%" is not between 0% and 100%'),
        ("default: true", "pause_on: [resolved]", 'line 10: sla.standard.pause_on[0]: expected waiting, got "resolved"'),
        ("high:", "hihg:", 'line 10: sla.standard.targets.hihg: expected low, normal, high or urgent, got "hihg"'),
        ("first_response: 1h", "first_response: 1x", 'line 10: sla.standard.targets.high.first_response: "1x" is not a duration'),
        ("first_response: 1h", "first_response: 0m", 'line 10: sla.standard.targets.high.first_response: "0m" is no time at all'),
        ("first_response: 1h", "first_response: 60", 'line 10: sla.standard.targets.high.first_response: "60" is not a duration'),
        (
            "first_response: 1h",
            "first_response: -1h",
            'line 10: sla.standard.targets.high.first_response: "-1h" is not a duration',
        ),
        (
            "first_response: 1h",
            "first_response: 2d",
            "line 10: sla.standard.targets.high.resolution: 1d is shorter than the first response, 2d",
        ),
    ],
)
def test_a_wrong_word_is_named_with_its_line(was: str, becomes: str, says: str | None) -> None:
    assert was in FINE
    text = FINE.replace(was, becomes, 1)
    if says is None:
        assert read(text)
    else:
        assert says in refusal(text).splitlines()[0]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("nonsense: 1", 'nonsense: unknown key "nonsense"'),
        ("similar: {days: -1}", "similar.days: Input should be greater than or equal to 0"),
        ("similar: {days: many}", 'similar.days: expected a whole number, got "many"'),
        ("me_too: {reporters: 1}", "me_too.reporters: Input should be greater than or equal to 2"),
        ("me_too: {within: 60}", 'me_too.within: "60" is not a duration: write it with its unit, as 15m'),
        ("chanels: []", 'chanels: unknown key "chanels" (did you mean "channels"?)'),
        ("channels: [{slack: C1, intake: all}]", 'channels[0].intake: expected every_message, nudge or on_request, got "all"'),
        ("channels: [{team: it}]", "channels[0]: say which channel: either slack: C… or teams: 19:…"),
        ("channels: [{slack: C1, teams: C2}]", "channels[0]: say which channel: either slack: C… or teams: 19:…"),
        ("channels: [{slack: C1, team: x}]", 'channels[0].team: there is no team "x"'),
        ("channels: [{slack: C1}, {slack: C1}]", "channels[1].slack: C1 is listed already, as channels[0]"),
        ("channels: {slack: C1}", "channels: expected a list, got keys with values"),
        (
            "priority_rules: [{when: {}, priority: low}]",
            "priority_rules[0].when: a rule without a condition would hold for everything",
        ),
        ("priority_rules: [{priority: low}]", "priority_rules[0]: when is missing"),
        ("priority_rules: [{when: {words: [x]}}]", "priority_rules[0]: say either priority or at_least"),
        (
            "priority_rules: [{when: {words: [x]}, priority: low, at_least: low}]",
            "priority_rules[0]: say either priority or at_least",
        ),
        (
            "priority_rules: [{when: {category: vpm}, priority: low}]",
            'priority_rules[0].when.category: there is no category "vpm"',
        ),
        (
            "priority_rules: [{when: {category: [vpm]}, priority: low}]",
            'priority_rules[0].when.category[0]: there is no category "vpm"',
        ),
        (
            "priority_rules: [{when: {requester: [boss]}, priority: low}]",
            'priority_rules[0].when.requester[0]: "boss" names nobody',
        ),
        ("escalation: {ti: []}", 'escalation.ti: there is no team "ti" (did you mean "it"?)'),
        ("escalation: {it: [{notify: [leads]}]}", "escalation.it[0]: say when: either at: warning, at: breach or after: 1h"),
        (
            "escalation: {it: [{at: breach}]}",
            "escalation.it[0]: this level does nothing: name notify, channel, raise_priority or move_to",
        ),
        (
            "escalation: {it: [{at: breach, notify: [boss]}]}",
            "escalation.it[0].notify[0]: expected assignee, agents, leads or managers",
        ),
        (
            "escalation: {it: [{at: breach, channel: true}, {at: warning, channel: true}]}",
            "escalation.it[1].at: warning comes before what stands above it",
        ),
        (
            "escalation: {it: [{after: 1h, channel: true}, {at: breach, channel: true}]}",
            "escalation.it[1].at: breach comes before what stands above it",
        ),
        (
            "escalation: {it: [{at: breach, channel: true}, {at: breach, channel: true}]}",
            "escalation.it[1].at: breach is named twice",
        ),
        (
            "escalation: {it: [{after: 4h, channel: true}, {after: 90m, channel: true}]}",
            "escalation.it[1].after: 90m is not later than 4h above it",
        ),
        (
            "escalation: {it: [{after: 1h, channel: true}, {after: 60m, channel: true}]}",
            "escalation.it[1].after: 60m is not later than 1h",
        ),
        ("auto_close: {warn: 1d}", "auto_close: after is missing"),
        ("auto_close: {after: 1d, warn: 1d}", "auto_close.warn: 1d is not shorter than after, 1d: nobody could be told in time"),
        ("auto_close: 3d", 'auto_close: expected keys with values, got "3d"'),
        ("reminders: {times: 2}", "reminders: after is missing"),
        ("reminders: {after: 0d}", 'reminders.after: "0d" is no time at all'),
        ("reminders: {after: 1d, times: 0}", "reminders.times: "),
        ("reminders: {after: 1d, times: 11}", "reminders.times: "),
        ("reminders: {after: 1d, times: true}", "reminders.times: expected a whole number, got true"),
        ("reminders: {after: 1d, tims: 2}", 'reminders.tims: unknown key "tims" (did you mean "times"?)'),
        ('digests: [{every: week, at: "09:00", to: {slack: C1}}]', "digests[0]: a weekly digest needs its day: on: mon"),
        ('digests: [{every: day, on: mon, at: "09:00", to: {slack: C1}}]', "digests[0].on: a daily digest comes every day"),
        (
            'digests: [{every: day, at: "24:00", to: {slack: C1}}]',
            "digests[0].at: 24:00 is only the end of a window: write 00:00",
        ),
        (
            "digests: [{every: day, at: 9, to: {slack: C1}}]",
            "digests[0].at: expected a text, got the number 9 (write it in quotes)",
        ),
        (
            'digests: [{every: day, at: "09:00", to: {}}]',
            "digests[0].to: names nobody: write slack: C…, teams: 19:…, or person: slack:U…",
        ),
        (
            'digests: [{every: day, at: "09:00", to: {slack: C1, person: "slack:U1"}}]',
            "digests[0].to.person: goes to a person or to channels, not to both: write another digest for the person",
        ),
        (
            'digests: [{every: day, at: "09:00", to: {person: Boss}}]',
            'digests[0].to.person: "Boss" names nobody: write slack:U…, slack:T…/U…, teams:<object id> or an email address',
        ),
        ("digests: [{every: year, at: 09:00, to: {slack: C1}}]", 'digests[0].every: expected day or week, got "year"'),
        ("people: {link_by_email: 1}", "people.link_by_email: expected true or false, got the number 1"),
        ("version: 1", "version: the key stands here twice (first on line 1)"),
    ],
)
def test_a_wrong_section_is_named_with_its_line(more: str, says: str) -> None:
    assert f"line {NEXT}: {says}" in refusal(FINE + more)


def test_only_one_sla_policy_is_the_default() -> None:
    assert (
        refusal(FINE + "  gold: {default: true, targets: {}}\n")
        == f'line {NEXT}: sla.gold.default: "standard" is the default already'
    )


def test_everything_is_said_at_once_and_in_the_order_of_the_file() -> None:
    text = (
        FINE.replace("team: it, locale", "team: ti, locale")
        .replace("1h", "1x")
        .replace("office,", "offce,")
        .replace("name: IT", "nam: IT")
    )
    lines = refusal(text).splitlines()
    assert [line.split(":")[0] for line in lines] == ["line 2", "line 6", "line 6", "line 10"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: the file has to begin with version: 1"),
        ("- version", "line 1: the file has to begin with version: 1"),
        ("teams: {it: {}}", "line 1: version is missing"),
        ("version: 2", "line 1: version: expected 1, got the number 2"),
        ("version: true", "line 1: version: expected 1, got true or false"),
        ('version: "1"', 'line 1: version: expected 1, got "1"'),
        ("version: 1\nteams: {}", "line 2: teams: dictionary should have at least 1 item after validation, not 0"),
        ("version: 1\nteams:\n\tit: {}", "line 3: there is a tab: YAML is indented with spaces only"),
        ("version: 1\nteams: {it: ", "line 2: this is not YAML: "),
        ("version: 1\nteams: it: x", "line 2: this is not YAML: mapping values are not allowed here"),
        ("version: 1\n---\nversion: 1", "line 2: there is a second document (---): write one"),
        ("version: 1\n\x00", "line 2: there is a control character (U+0000)"),
        ("version: 1\nteams: {it: {name: \ud800}}", "line 2: there is a control character (U+D800)"),
        ('version: 1\nteams: {it: {name: "\\0"}}', "line 2: teams.it.name: there is a control character in it"),
        ('version: 1\nteams: {"\\ud800": {}}', "line 2: teams: there is a control character in a key"),
        ('version: 1\nteams: {it: {name: "\\UFFFFFFFF"}}', "this is not YAML: "),
        (
            "version: 1\nteams: {it: {name: !!python/object:os.system x}}",
            "line 2: teams.it.name: tags (tag:yaml.org,2002:python/object",
        ),
        ("version: 1\nteams: {[it]: {}}", "line 2: teams: a key has to be a text"),
        ("version: 1\n" + "teams: " + "[" * 50, "line 2: teams[0][0][0][0][0][0][0][0][0][0]: nested deeper than 12 levels"),
        ("version: 1\nteams: &all {it: {}}\ncategories: *all", "line 3: categories: aliases (*all) are not read: write it out"),
        ("version: 1\n" + "#" * 1_000_000, "the file is larger than 1 MB"),
    ],
)
def test_what_is_not_a_policy_file_at_all(text: str, says: str) -> None:
    assert refusal(text).startswith(says)


def test_an_alias_bomb_is_refused_where_it_first_stands_for_something() -> None:
    bomb = "version: 1\na: &a [x, x]\n" + "".join(
        f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "line 3: b[0]: aliases (*a) are not read: write it out" in refusal(bomb)


def test_a_file_of_nothing_but_faults_is_refused_briefly() -> None:
    text = "version: 1\ncategories:\n" + "".join(f"  c{n}: {{wrong: 1}}\n" for n in range(500))
    lines = refusal(text).splitlines()
    assert len(lines) == 201
    assert lines[0] == "line 1: and 300 more problems"
