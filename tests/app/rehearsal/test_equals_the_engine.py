"""What is rehearsed is what the desk does when it lives the same under the same policy: nothing differs, whatever happens."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.policy.reading import read
from app.rehearsal.comparing import Compared
from app.rehearsal.rehearsing import rehearse
from app.tickets.model import Priority
from tests.app.rehearsal.company import TEAMS, Company, a_life, fresh, written
from tests.app.sla.test_against_the_oracle import ZONES, a_calendar
from tests.app.sla.test_lives import a_promise
from tests.databases import fresh_sqlite

SEEDS, TICKETS, STEPS = 8, 6, 60
AROUND = datetime(2026, 3, 27, 12, tzinfo=UTC)
"""When the clocks of many zones change."""

AGENTS = ["slack:U0RAVI001", "slack:U0MINA001"]


def a_policy(chance: random.Random) -> dict[str, Any]:
    calendars = {name: a_calendar(chance, chance.choice(ZONES), AROUND) for name in "ab"}
    sla = {name: a_promise(chance, chance.choice(["reply", "claim"])) for name in "pq"}
    for promise in sla.values():
        promise["acknowledge_for"] = chance.choice(["10m", "1h", "5h"])
    return {
        "version": 1,
        "defaults": {"team": chance.choice(TEAMS)},
        "calendars": calendars,
        "teams": {team: a_team(chance) for team in TEAMS},
        "categories": categories(chance),
        "channels": [{"slack": "C0HELP001", "team": chance.choice(TEAMS)}] if chance.random() < 0.7 else [],
        "priority_rules": [rule for rule in rules(chance) if chance.random() < 0.6],
        "sla": sla,
        "escalation": {team: a_ladder(chance, team) for team in TEAMS if chance.random() < 0.8},
    }


def a_team(chance: random.Random) -> dict[str, Any]:
    named = {"calendar": chance.choice(["a", "b", None]), "sla": chance.choice(["p", "q", "p", None])}
    return {"agents": list(AGENTS)} | {name: one for name, one in named.items() if one}


def categories(chance: random.Random) -> dict[str, Any]:
    vpn = {"team": chance.choice(TEAMS), "keywords": ["vpn", "वीपीएन"]}
    pay = {"team": chance.choice(TEAMS), "keywords": ["payslip"], "priority": str(chance.choice(list(Priority)))}
    return {"vpn": vpn} | ({"pay": pay} if chance.random() < 0.8 else {})


def rules(chance: random.Random) -> list[dict[str, Any]]:
    return [
        {"when": {"words": ["outage"]}, "at_least": str(chance.choice(list(Priority)))},
        {"when": {"requester": "slack:U0RAVI001"}, "priority": str(chance.choice(list(Priority)))},
    ]


def a_ladder(chance: random.Random, team: str) -> list[dict[str, Any]]:
    ladder: list[dict[str, Any]] = [{"at": "breach", "notify": ["assignee"], "raise_priority": chance.random() < 0.4}]
    if chance.random() < 0.5:
        ladder.insert(0, {"at": "warning", "notify": ["agents"], "raise_priority": chance.random() < 0.2})
    for after in sorted(chance.sample([20, 60, 150, 400], chance.randint(0, 3))):
        level: dict[str, Any] = {"after": f"{after}m", "notify": chance.sample(["leads", "managers"], 1), "channel": True}
        level["raise_priority"] = chance.random() < 0.4
        if chance.random() < 0.4:
            level["move_to"] = chance.choice([other for other in TEAMS if other != team])
        ladder.append(level)
    return ladder


def rehearsed(company: Company, policy: dict[str, Any], at: datetime) -> list[Compared]:
    with company.store.reading() as tx:
        return list(rehearse(tx, 1, read(written(policy)), at, 366))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_rehearsed_is_what_the_desk_does(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    before, after = a_policy(chance), a_policy(chance)
    begin = AROUND - timedelta(days=3)
    steps = list(a_life(chance, begin + timedelta(minutes=chance.randrange(3000)), TICKETS, STEPS))
    until = steps[-1].at + timedelta(hours=chance.randint(1, 60))
    one = fresh(fresh_sqlite(tmp_path), begin, before)
    one.live(steps, until)
    other = fresh(fresh_sqlite(tmp_path), begin, after)
    other.live(one.lived, until)
    foretold = rehearsed(one, after, until)
    came = rehearsed(other, after, until)
    assert len(foretold) == len(came) == TICKETS
    for told, did in zip(foretold, came, strict=True):
        assert told.then == did.now, f"T-{told.number} of seed {seed}"
        assert not did.differs, f"T-{told.number} of seed {seed}: the same policy again"
    one.store.close()
    other.store.close()
