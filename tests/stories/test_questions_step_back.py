"""What was asked in several places and answered in one of them, or by what was done meanwhile, is asked nowhere any more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House


def card(house: House, key: str, on: str) -> Any:
    seen: list[Any] = house.ravi.sees(SLACK_TRIAGE) if on == "slack" else house.tom.sees(house.teams_triage)
    return next(message for message in seen if f"{key} ·" in message.plain())


def suggestions(house: House, on: str) -> list[Any]:
    thread: list[Any] = house.ravi.replies(card(house, "T-2", on)) if on == "slack" else house.tom.replies(card(house, "T-2", on))
    return [message for message in thread if any(words in message.plain() for words in ("looks similar", "was linked to"))]


@pytest.mark.parametrize("by", ["press", "form"])
@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_a_link_made_on_one_platform_is_offered_on_none(both: House, on: str, by: str) -> None:
    await both.asha.says(SLACK_HELP, "My VPN is down, please help")
    await both.settle()
    await both.bela.says(SLACK_HELP, "VPN is not working since this morning, can you help?")
    await both.settle()
    who: Any = both.ravi if on == "slack" else both.tom
    if by == "press":
        await who.presses(suggestions(both, on)[0], "Link")
    elif on == "slack":
        await who.presses(card(both, "T-2", on), "Mark duplicate…")
        assert await who.submits({"Original": "T-1"}) == {}
    else:
        await who.presses(card(both, "T-2", on), "More…")
        assert await who.submits({"Action": "Mark duplicate…"}) == {}
        assert await who.submits({"Original": "T-1"}) == {}
    await both.settle()
    for platform in ("slack", "teams"):
        (there,) = suggestions(both, platform)
        assert "T-2 was linked to T-1" in there.plain()
        assert there.labels == []
    both.nothing_was_refused()


@pytest.mark.parametrize("undo", ["Not a duplicate", "Reopen"])
async def test_what_was_linked_and_is_not_any_more_says_so_on_both(both: House, undo: str) -> None:
    """And links again, where it is linked again."""
    await both.asha.says(SLACK_HELP, "My VPN is down, please help")
    await both.settle()
    await both.bela.says(SLACK_HELP, "VPN is not working since this morning, can you help?")
    await both.settle()
    await both.tom.presses(suggestions(both, "teams")[0], "Link")
    await both.settle()
    await both.ravi.presses(card(both, "T-2", "slack"), undo)
    await both.settle()
    for platform in ("slack", "teams"):
        seen: list[Any] = both.ravi.replies(card(both, "T-2", platform)) if platform == "slack" else []
        seen = seen or both.tom.replies(card(both, "T-2", platform))
        assert not any("was linked to" in message.plain() for message in seen)
        assert sum("T-2 is not linked to another ticket any more." in message.plain() for message in seen) == 1
    await both.ravi.presses(card(both, "T-2", "slack"), "Mark duplicate…")
    assert await both.ravi.submits({"Original": "T-1"}) == {}
    await both.settle()
    assert ["T-2 was linked to T-1" in suggestions(both, on)[0].plain() for on in ("slack", "teams")] == [True, True]
    both.nothing_was_refused()
