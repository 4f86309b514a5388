"""A restored desk goes on where the backup was made, on either kind of database, and says nothing twice."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.main import backup, restore
from app.settings import Settings
from tests.databases import fresh_sqlite, postgresql_database
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST, ANOTHER = "My VPN is down, please help", "The copier on floor 5 is broken, can somebody fix it?"


@pytest.fixture
def other_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the other kind."""
    if database_url.startswith("sqlite"):
        with postgresql_database() as url:
            yield url
    else:
        yield fresh_sqlite(tmp_path)


def moved_into(house: House, url: str) -> None:
    """From now on the house's settings name another database."""
    house.database_url = url
    house.settings = Settings.load(house._environment(str(house._folder / "policy.yaml")))


def said_by_us(house: House) -> list[tuple[str, str]]:
    """Every message of the desk that stands anywhere, by place and id: what is drawn anew keeps its id."""
    found = [(place.id, m.ts) for place in house.slack.world.places.values() for m in place.messages if m.bot_id and not m.to]
    teams = [house.teams_help, house.teams_asks, house.teams_triage]
    found += [("teams", message.id) for place in teams for message in house.tom.sees(place) if message.by_bot]
    return found + [("tara", message.id) for message in house.tara.sees() if message.by_bot]


def checksums(path: Path) -> dict[str, bytes]:
    """What stands in a backup, table by table; an organisation's generation is new after every restore."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "organisations" not in name and "manifest" not in name}


async def test_moved_to_another_kind_of_database_the_desk_goes_on(both: House, other_url: str, tmp_path: Path) -> None:
    asked = await both.asha.says(SLACK_HELP, REQUEST)
    await both.tara.writes(ANOTHER)
    await both.settle()
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "Claim")
    await both.settle()
    await both.asha.says(SLACK_HELP, "The printer is on fire, help")
    before = said_by_us(both)
    await both.stop_serving()
    backup(both.settings, tmp_path / "first", False)
    moved_into(both, other_url)
    assert restore(both.settings, tmp_path / "first", False, True).silenced == 0
    backup(both.settings, tmp_path / "second", False)
    assert checksums(tmp_path / "first") == checksums(tmp_path / "second")

    await both.serve()
    await both.settle()
    assert "T-3" in both.ravi.sees(SLACK_TRIAGE)[-1].plain()  # what waited has left, and nothing else
    fresh = set(said_by_us(both)) - set(before)
    assert len(fresh) == len(said_by_us(both)) - len(before) == 3
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[1], "Claim")
    await both.asha.says(SLACK_HELP, "My mouse is broken, please help")
    await both.settle()
    assert (await both.ticket(2)).assignee_id is not None
    assert [ticket.number for ticket in await both.tickets()] == [1, 2, 3, 4]
    assert len(both.asha.replies(asked)) == 1
    both.nothing_was_refused()


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(days=3)])
async def test_what_the_lost_desk_has_said_is_not_said_again(
    both: House, other_url: str, tmp_path: Path, later: timedelta
) -> None:
    asked = await both.asha.says(SLACK_HELP, REQUEST)
    await both.tara.writes(ANOTHER)
    backup(both.settings, tmp_path / "one", False)  # while it runs, and while all cards still wait
    await both.settle()
    before = said_by_us(both)
    assert len(before) > 4
    await both.stop_serving()
    both.clock.move(later)

    moved_into(both, other_url)
    assert restore(both.settings, tmp_path / "one", False, False).silenced > 4
    await both.serve()
    await both.settle()
    assert said_by_us(both) == before
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await both.settle()
    assert (await both.ticket()).assignee_id is not None
    if later < timedelta(days=1):  # Slack is asked whether it stands there already
        slack = [place for place, _ in before if place not in ("teams", "tara")]
        assert [place for place, _ in said_by_us(both) if place not in ("teams", "tara")] == slack
        assert "Claim" not in both.ravi.sees(SLACK_TRIAGE)[0].labels
        assert "Ravi is working on it" in both.asha.replies(asked)[0].plain()
    both.nothing_was_refused()
