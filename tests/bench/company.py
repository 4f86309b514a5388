"""The company that is measured: one workspace, one tenant, many people who ask, one team that helps."""

from __future__ import annotations

SLACK_TEAM, SLACK_APP, SLACK_SECRET, SLACK_TOKEN = "T0BENCH01", "A0BENCH01", "bench-signing-secret", "xoxb-bench"
SLACK_HELP, SLACK_ELSEWHERE, SLACK_TRIAGE = "C0HELP001", "C0OTHER01", "C0TRIAGE1"
TENANT, TEAMS_APP, TEAMS_PASSWORD = "72f988bf-86f1-41af-91ab-2d7cd011db47", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "bench"
TEAMS_AGENT = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
TEAMS_TRIAGE = "19:triage@thread.tacv2"

PEOPLE = 400
"""Nobody may raise more than twenty tickets a minute, so enough of them have to ask."""

POLICY = """
version: 1
defaults: {{team: it, locale: en, timezone: Europe/Berlin}}
calendars:
  office: {{timezone: Europe/Berlin, hours: {{mon-fri: ["09:00-12:30", "13:30-18:00"]}}, holidays: {{country: DE}}}}
sla:
  standard:
    default: true
    targets:
      urgent: {{first_response: 15m, resolution: 4h}}
      high: {{first_response: 1h, resolution: 1d}}
      normal: {{first_response: 4h, resolution: 3d}}
      low: {{first_response: 1d, resolution: 5d}}
teams:
  it: {{name: IT Support, agents: ["{agent}"], triage: {{{platform}: "{triage}"}}, calendar: office}}
  hr: {{name: People}}
categories:
  vpn: {{name: VPN, team: it, priority: high, keywords: [vpn, tunnel]}}
  laptop: {{name: Laptops, team: it, keywords: [laptop, battery, screen]}}
  pay: {{name: Pay, team: hr, keywords: [salary, payslip]}}
channels:
  - {{slack: {help}, team: it, intake: every_message}}
priority_rules:
  - {{when: {{words: [outage]}}, priority: urgent}}
"""

SLACK_POLICY = POLICY.format(agent="slack:U0AGENT01", platform="slack", triage=SLACK_TRIAGE, help=SLACK_HELP)
TEAMS_POLICY = POLICY.format(agent=f"teams:{TEAMS_AGENT}", platform="teams", triage=TEAMS_TRIAGE, help=SLACK_HELP)


def text(number: int) -> str:
    """What somebody asks: no two texts are the same."""
    return f"My laptop cannot reach the VPN since this morning, it says error {number} and the screen stays blue. Can you help?"


def slack_person(number: int) -> str:
    return f"U0P{number % PEOPLE:06}"


def teams_person(number: int) -> str:
    return f"00000000-0000-4000-8000-{number % PEOPLE:012}"
