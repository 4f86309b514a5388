"""A channel for managers on each platform, with promises to keep and a digest every morning at nine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.stories.house import SLACK_HELP, TOM, House

BOSS, TEAMS_BOSS = "C0BOSS001", "19:boss@thread.tacv2"
HOURS = timedelta(hours=1)
DIGESTS = f"""
calendars:
  office: {{timezone: Asia/Kolkata, hours: {{mon-sun: ["09:00-18:00"]}}}}
sla:
  standard:
    default: true
    targets:
      urgent: {{first_response: 15m, resolution: 1h}}
      high: {{first_response: 30m, resolution: 2h}}
      normal: {{first_response: 1h, resolution: 4h}}
digests:
  - {{team: it, every: day, at: "09:00", to: {{slack: {BOSS}, teams: "{TEAMS_BOSS}"}}}}
"""
TEAM = f"""    calendar: office
    managers: ["slack:U0ADMIN01", "teams:{TOM}"]
"""


async def with_digests(house: House, more: str = "") -> None:
    """A channel for managers on each platform. It is Monday, half past three in the afternoon, in India."""
    house.slack.channel(BOSS, name="boss", members=["U0LENA001", "U0ADMIN01", "U0RAVI001", "U0ASHA001", "U0HARI001"])
    team = house.teams.team("Managers")
    house.boss = house.teams.channel(TEAMS_BOSS, team=team, members=[house.tom, house.tara], bot_in=True)
    await house.has_policy(DIGESTS + more, team=TEAM)


def on_slack(house: House) -> list[Any]:
    return [message for message in house.lena.sees(BOSS) if message.by_bot and not message.ephemeral]


def on_teams(house: House) -> list[Any]:
    return list(house.tom.sees(house.boss))


async def ask_on_teams(house: House, who: Any, words: str) -> str:
    await who.writes(words)
    await house.settle()
    answer: str = who.sees()[-1].plain()
    return answer


def last_card(house: House) -> Any:
    asked = next(message for message in house.asha.sees(SLACK_HELP) if not message.by_bot)
    return house.asha.replies(asked)[-1]


def dialog(person: Any) -> Any:
    """What is open before them on Teams."""
    assert person.dialog is not None
    return person.dialog
