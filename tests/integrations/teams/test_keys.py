"""Microsoft's signing keys: fetched when needed, seldom, and never missed for long."""

from __future__ import annotations

from datetime import timedelta

from integrations.teams.keys import SigningKeys
from tests.conftest import MovableClock
from tests.integrations.teams.conftest import Door
from tests.integrations.teams.microsoft import Microsoft


async def test_ten_thousand_unknown_keys_fetch_the_metadata_once_a_minute(
    door: Door, clock: MovableClock, microsoft: Microsoft
) -> None:
    keys: SigningKeys = door.edge._keys
    assert await keys.find("first")
    clock.move(61)
    for number in range(10_000):
        assert await keys.find(f"kid-{number}") is None
    assert microsoft.metadata_fetches == 2


async def test_a_new_signing_key_is_accepted_at_once(door: Door, clock: MovableClock) -> None:
    assert (await door.send(door.microsoft.activity("message_personal")))[0] == 200
    door.microsoft.published = [("second", "second", ["msteams"])]
    clock.move(61)
    assert (await door.send(door.microsoft.activity("message_personal"), door.microsoft.token("second")))[0] == 200


async def test_a_withdrawn_key_is_refused_a_day_later(door: Door, clock: MovableClock) -> None:
    assert (await door.send(door.microsoft.activity("message_personal")))[0] == 200
    door.microsoft.published = [("second", "second", ["msteams"])]
    clock.move(timedelta(hours=24))
    await door.send(door.microsoft.activity("message_personal"), door.microsoft.token("second"))
    assert (await door.send(door.microsoft.activity("message_personal")))[0] == 401


async def test_without_signing_keys_nothing_is_let_in_and_all_is_well_a_minute_later(door: Door, clock: MovableClock) -> None:
    door.microsoft.metadata_works = False
    assert (await door.send(door.microsoft.activity("message_personal")))[0] == 401
    door.microsoft.metadata_works = True
    assert (await door.send(door.microsoft.activity("message_personal")))[0] == 401
    clock.move(60)
    assert (await door.send(door.microsoft.activity("message_personal")))[0] == 200


async def test_starting_needs_nothing_of_microsoft(door: Door) -> None:
    door.microsoft.metadata_works = False
    await door.edge.start()
