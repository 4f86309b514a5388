"""A file that came with words goes where they go, and with them: taken back, removed, edited away, or brought by an edit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.stories.crossing import CROSSINGS, Crossing
from tests.stories.filing import PDF, Reached, kept, links_in, opens, png, with_files
from tests.stories.house import SLACK_TRIAGE

SECOND = timedelta(seconds=1)


@pytest.fixture
async def reached(database_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[Reached]:
    """Slack and Teams, with a live card on each, and an address that people reach."""
    house = Reached(database_url, clock, tmp_path)
    await house.start(triage=("slack", "teams"))
    yield house
    await house.stop()


def bot_file_names(messages: list[Any]) -> str:
    """All that stands there, files and offers by name."""
    return "\n".join(f"{message.plain()} {list(message.files)} {getattr(message, 'offer', '')}" for message in messages)


async def agent_attaches(crossing: Crossing, text: str, files: list[tuple[str, bytes]], pictures: Any = ()) -> Any:
    """The agent, in the thread of their platform's card."""
    house = crossing.house
    card = crossing.card(crossing.helper)
    if crossing.helper == "slack":
        said: Any = await house.ravi.says(SLACK_TRIAGE, text, thread=card, files=[*files, *pictures])
    else:
        said = await house.tom.posts(house.teams_triage, text, thread=card, files=files, pictures=pictures)
    await house.settle()
    return said


def requesters(crossing: Crossing) -> list[Any]:
    """The thread of the request, as whoever asked sees it."""
    house = crossing.house
    return list(house.asha.replies(crossing.asked) if crossing.asker == "slack" else house.tara.replies(crossing.asked))


async def takes_back(crossing: Crossing) -> None:
    house = crossing.house
    if crossing.helper == "slack":
        places = [*house.ravi.sees(SLACK_TRIAGE), *house.ravi.replies(crossing.card("slack")), *house.ravi.sees()]
        await house.ravi.presses([one for one in places if "Unsend" in one.labels][-1], "Unsend")
    else:
        await house.tom.presses([one for one in house.tom.sees() if "Unsend" in one.labels][-1], "Unsend")
    await house.settle()


@pytest.mark.parametrize("pair", CROSSINGS, ids=["-".join(pair) for pair in CROSSINGS])
async def test_unsend_takes_back_the_files_too(reached: Reached, pair: tuple[str, str]) -> None:
    house, crossing = reached, Crossing(reached, *pair)
    await crossing.asks("My VPN is down, please help")
    await agent_attaches(crossing, "reply: do it like this", [], [("how.png", png())])
    assert with_files(requesters(crossing)) or "image.png" in bot_file_names(requesters(crossing))
    links = {link for message in requesters(crossing) for link in links_in(getattr(message, "card", ""))}
    await takes_back(crossing)
    left = bot_file_names(requesters(crossing))
    assert "how.png" not in left
    assert "image.png" not in left
    assert "do it like this" not in left
    other = house.tom.replies(crossing.card("teams")) if crossing.other == "teams" else house.ravi.replies(crossing.card("slack"))
    assert with_files(list(other)) or not (await kept(house))[0].is_kept  # agents still have it, with the note
    assert all([(await opens(house, link))[0] == 410 for link in links])
    house.nothing_was_refused()


@pytest.mark.parametrize("policy", ["keep", "erase"])
async def test_what_is_deleted_takes_its_files_and_the_links_say_so(reached: Reached, policy: str) -> None:
    """A file of the requester in both agents' threads; one of the agent, offered and taken in the chat, linked in a thread."""
    house = reached
    await house.has_policy(f"conversation: {{on_delete: {policy}}}\n")
    await house.tara.writes("My VPN is down, please help")
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    said = await house.tara.writes("here is the log", files=[("log.pdf", PDF)])
    reply = await house.ravi.says(SLACK_TRIAGE, "reply: use this one", thread=card, files=[("new.pdf", PDF + b"2")])
    await house.settle()
    (offer,) = [message for message in house.tara.sees() if message.offer]
    await house.tara.accepts_file(offer)
    await house.settle()
    below = house.tom.replies(house.tom.sees(house.teams_triage)[0])
    links = [link for message in below for link in links_in(message.card)]
    assert len(links) == 2
    assert [(await opens(house, link))[0] for link in links] == [200, 200]
    assert "new.pdf" in bot_file_names(house.tara.sees())

    house.clock.move(SECOND)
    await house.tara.deletes(said)
    await house.ravi.deletes(reply)
    await house.settle()
    places = [*house.ravi.replies(card), *house.tom.replies(house.tom.sees(house.teams_triage)[0])]
    left = bot_file_names([*places, *house.tara.sees(), *house.ravi.sees(SLACK_TRIAGE)])
    assert "log.pdf" not in left
    assert "new.pdf" not in left
    for link in links:
        status, _, body = await opens(house, link)
        assert (status, "This file was removed" in body.decode(), "हटा दी गई" in body.decode()) == (410, True, True)
    assert len(await kept(house)) == (0 if policy == "erase" else 2)
    assert not [file for file in house.slack.world.files.values() if file.user == house.slack.bot_user]
    house.nothing_was_refused()


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_an_edit_brings_files_and_takes_files_away(reached: Reached, on: str) -> None:
    house, crossing = reached, Crossing(reached, on, "slack" if on == "teams" else "teams")
    who: Any = house.asha if on == "slack" else house.tara
    said = await (who.dms if on == "slack" else who.writes)("My VPN is down, please help", files=[("one.pdf", PDF)])
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    assert with_files(house.ravi.replies(card)) == [{"one.pdf": PDF}]
    events = house.slack if on == "slack" else house.teams
    events.faults.next("event:message*", Fault.duplicated(new_id=True))
    house.clock.move(SECOND)
    await who.edits(said, "My VPN is down, please help", add=[("two.pdf", PDF + b"2")])
    await house.settle()
    assert [one.name for one in await kept(house)] == ["one.pdf", "two.pdf"]
    assert with_files(house.ravi.replies(card)) == [{"one.pdf": PDF}, {"two.pdf": PDF + b"2"}]
    house.clock.move(SECOND)
    await who.edits(said, "My VPN is down, please help", drop=["one.pdf"])
    await house.settle()
    assert [one.name for one in await kept(house)] == ["two.pdf"]
    assert with_files(house.ravi.replies(card)) == [{"two.pdf": PDF + b"2"}]
    assert "one.pdf" not in crossing.card("slack").plain() + crossing.card("teams").plain()
    assert "one.pdf" not in bot_file_names(house.tom.replies(crossing.card("teams")))
    house.nothing_was_refused()


async def test_what_still_waits_is_not_sent_any_more(reached: Reached) -> None:
    """Teams is away; meanwhile the reply is taken back. And what arrived without an answer is found and removed."""
    house, crossing = reached, Crossing(reached, "teams", "slack")
    await crossing.asks("My VPN is down, please help")
    house.teams.faults.next("/v3/conversations*", Fault.server_error(503), times=50)
    await agent_attaches(crossing, "reply: do it like this", [("how.pdf", PDF)])
    await takes_back(crossing)
    house.teams.faults.clear()
    await house.settle(timedelta(minutes=30))
    assert "how.pdf" not in bot_file_names(requesters(crossing))
    assert "do it like this" not in bot_file_names(requesters(crossing))


async def test_an_upload_of_which_nobody_knows_how_it_ended_is_found_and_removed(reached: Reached) -> None:
    house, crossing = reached, Crossing(reached, "slack", "teams")
    await crossing.asks("My VPN is down, please help")
    house.slack.faults.next("files.completeUploadExternal", Fault.cut_after(), times=2)
    await agent_attaches(crossing, "reply: do it like this", [], [("how.png", png())])
    assert len(with_files(requesters(crossing))) == 1
    await takes_back(crossing)
    assert with_files(requesters(crossing)) == []
