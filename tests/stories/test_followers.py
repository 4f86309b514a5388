"""Followers hear of what is public on a ticket, where they are and in their language; of notes never, and never of themselves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

CANARY = "Canary: the password is hunter2"


async def asked(house: House) -> None:
    await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()


async def typed(house: House, who: Any, text: str) -> Any:
    """What `/ticket` answers on Slack."""
    answer = await who.command("/ticket", text)
    await house.settle()
    return answer


async def adds(house: House, name: str) -> dict[str, str]:
    """Ravi lets somebody in by the form of the agents' card."""
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Add Follower…")
    problems: dict[str, str] = await house.ravi.submits({"Follower": name})
    await house.settle()
    return problems


async def from_card(house: House, label: str, values: dict[str, str]) -> None:
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], label)
    assert await house.ravi.submits(values) == {}
    await house.settle()


def heard(who: Any) -> str:
    return "\n".join(message.plain() for message in who.sees())


async def test_a_follower_hears_of_what_is_public_and_never_of_a_note(both: House) -> None:
    await asked(both)
    assert await adds(both, "Bela") == {}
    told = both.bela.sees()[-1]
    assert "Ravi would like you to follow T-1 · My VPN is down" in told.plain()
    assert told.labels == ["Open", "Unfollow"]
    await from_card(both, "Add Note…", {"Note": CANARY})
    await from_card(both, "Reply…", {"Reply": "Which city are you in?"})
    assert "Ravi replied on T-1" in both.bela.sees()[-1].plain()
    assert "Which city are you in?" in both.bela.sees()[-1].plain()
    await from_card(both, "Resolve…", {"What was done?": "Restarted the gateway"})
    assert "Ravi has solved it" in both.bela.sees()[-1].plain()
    assert "Restarted the gateway" in both.bela.sees()[-1].plain()
    shown = await typed(both, both.bela, "status T-1")
    history = await typed(both, both.bela, "history T-1")
    assert "Which city are you in?" in shown.plain()
    assert shown.labels == ["Unfollow", "History"]
    assert CANARY not in heard(both.bela) + shown.plain() + history.plain()
    assert "note" not in history.plain()
    both.nothing_was_refused()


async def test_on_teams_they_are_told_by_what_they_can_reach_and_stop_with_a_press(both: House) -> None:
    await asked(both)
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "More…")
    assert await both.tom.submits({"Action": "Add follower…"}) == {}
    assert await both.tom.submits({"Follower": "Tara"}) == {}
    await both.settle()
    assert "Tom would like you to follow T-1" in both.tara.sees()[-1].plain()
    await from_card(both, "Reply…", {"Reply": "Which city are you in?"})
    line = both.tara.sees()[-1]
    assert "Ravi replied on T-1" in line.plain()
    await both.tara.presses(line, "Unfollow")
    await both.settle()
    line = next(message for message in both.tara.sees() if "Which city are you in?" in message.plain())
    assert ("You no longer follow T-1." in line.plain(), line.labels) == (True, [])
    earlier = next(message for message in both.tara.sees() if "Tom would like you to follow T-1" in message.plain())
    await both.tara.presses(earlier, "Unfollow")
    await both.settle()
    before = heard(both.tara)
    await from_card(both, "Reply…", {"Reply": "And does the phone work?"})
    assert heard(both.tara) == before
    await both.tara.writes("status T-1")
    await both.settle()
    assert "I can't find T-1" in both.tara.sees()[-1].plain()
    both.nothing_was_refused()


async def test_whoever_may_see_it_follows_by_themselves_and_in_hindi(both: House) -> None:
    await asked(both)
    told = await typed(both, both.hari, "follow T-1")
    assert "You follow T-1 now" in told.plain()
    assert told.labels == ["Unfollow"]
    assert "You follow T-1 already" in (await typed(both, both.hari, "follow #1")).plain()
    await typed(both, both.hari, "भाषा हिंदी")
    await from_card(both, "Reply…", {"Reply": "Which city are you in?"})
    assert "Ravi ने T-1 · " in both.hari.sees()[-1].plain()
    assert "फ़ॉलो नहीं कर रहे" in (await typed(both, both.hari, "अनफ़ॉलो T-1")).plain()
    many = len(both.hari.sees())
    await from_card(both, "Reply…", {"Reply": "Hello?"})
    assert len(both.hari.sees()) == many
    both.nothing_was_refused()


async def test_nobody_hears_of_what_they_did_themselves(both: House) -> None:
    await asked(both)
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Follow")
    await both.settle()
    many = len(both.ravi.sees())
    await from_card(both, "Reply…", {"Reply": "Which city are you in?"})
    await from_card(both, "Resolve…", {"What was done?": "Restarted the gateway"})
    assert len(both.ravi.sees()) == many
    both.nothing_was_refused()


async def test_what_happens_within_seconds_is_one_message(both: House) -> None:
    await asked(both)
    await typed(both, both.hari, "follow T-1")
    many = len(both.hari.sees())
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Wait for Requester")
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await both.ravi.submits({"What was done?": "Restarted the gateway"}) == {}
    await both.settle()
    (news,) = both.hari.sees()[many:]
    assert "Ravi waits for an answer from Asha" in news.plain()
    assert "Ravi has solved it" in news.plain()
    assert news.labels == ["Open", "Unfollow"]
    both.nothing_was_refused()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_cannot_follow_is_told_so(both: House) -> None:
    await asked(both)
    there = await both.bela.command("/ticket", "follow T-1", SLACK_HELP)
    assert there is not None
    assert "T-1 is a request of" in there.plain()  # its card stands there, so that it is no secret that there is one
    assert "VPN" not in there.plain()
    guest = both.slack.person("U0GUEST01", name="Gita", guest=True)
    stranger = both.slack.person("U0EXTERN1", name="Eve", team_id="T0ELSEWHERE")
    await guest.command("/ticket", "help")
    assert "I can't find T-1" in (await typed(both, both.bela, "follow T-1")).plain()
    assert "I can't find T-1" in (await typed(both, guest, "follow T-1")).plain()
    assert "hear of it anyway" in (await typed(both, both.asha, "follow T-1")).plain()
    assert "Which ticket?" in (await typed(both, both.asha, "follow")).plain()
    assert "I can't find T-9" in (await typed(both, both.ravi, "unfollow T-9")).plain()
    assert "You do not follow T-1" in (await typed(both, both.ravi, "unfollow T-1")).plain()
    assert "Only members" in (await adds(both, "Gita"))["Follower"]
    assert "Asha asked for T-1" in (await adds(both, "Asha"))["Follower"]
    assert await adds(both, "Bela") == {}
    assert "Bela follows T-1 already" in (await adds(both, "Bela"))["Follower"]
    await adds(both, "Eve")
    await from_card(both, "Reply…", {"Reply": "Which city are you in?"})
    assert stranger.sees() == []
    assert "Which city" in both.bela.sees()[-1].plain()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_reply_never_overtakes_who_asked_them_to_follow(both: House) -> None:
    await asked(both)
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Add Follower…")
    assert await both.ravi.submits({"Follower": "Bela"}) == {}
    await both.ravi.says(SLACK_TRIAGE, "reply: Which city are you in?", thread=both.ravi.sees(SLACK_TRIAGE)[0])
    await both.serving.deliverer.round()
    await both.settle()
    lines = [message.plain() for message in both.bela.sees()]
    first = next(at for at, line in enumerate(lines) if "Ravi would like you to follow T-1" in line)
    assert "Ravi replied on T-1" in "\n".join(lines[first + 1 :])
    assert "Ravi replied on T-1" not in "\n".join(lines[:first])
