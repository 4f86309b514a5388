"""Files and pictures go where the words go that they came with; what cannot go there says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.stories.filing import PDF, Reached, content, kept, links_in, opens, png, with_files
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE


@pytest.fixture
async def reached(database_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[Reached]:
    """Slack and Teams, with a live card on each, and an address that people reach."""
    house = Reached(database_url, clock, tmp_path)
    await house.start(triage=("slack", "teams"))
    yield house
    await house.stop()


async def test_what_is_attached_to_a_request_on_slack_reaches_the_agents_on_both_platforms(reached: Reached) -> None:
    house, picture = reached, png()
    asked = await house.asha.says(SLACK_HELP, "My VPN is down, please help", files=[("error.png", picture), ("log.pdf", PDF)])
    await house.settle()
    first, second = await kept(house)
    assert (first.name, first.state, first.media_type, (first.width, first.height)) == (
        "error.png",
        "kept",
        "image/png",
        (40, 30),
    )
    assert (await content(house, first), await content(house, second)) == (picture, PDF)

    thread = house.ravi.replies(house.ravi.sees(SLACK_TRIAGE)[0])
    assert with_files(thread) == [{"error.png": picture}, {"log.pdf": PDF}]
    assert "Asha attached error.png (1 kB)" in thread[0].plain()
    (card,) = [message for message in house.ravi.sees(SLACK_TRIAGE) if "Claim" in message.labels]
    assert "error.png" in card.plain()

    on_teams = house.tom.replies(house.tom.sees(house.teams_triage)[0])
    assert with_files(on_teams) == [{"error.png": picture}]
    (link,) = links_in(on_teams[-1].card)
    assert await opens(house, link) == (200, (await opens(house, link))[1], PDF)
    assert with_files(house.asha.replies(asked)) == []
    assert "error.png" in house.asha.replies(asked)[0].plain()
    house.nothing_was_refused()


async def test_what_is_attached_on_teams_reaches_the_agents_on_both_platforms(reached: Reached) -> None:
    house, picture = reached, png()
    await house.tara.writes("My VPN is down, please help", files=[("log.pdf", PDF)], pictures=[("pasted.png", picture)])
    await house.settle()
    names = {one.name: one.state for one in await kept(house)}
    assert names == {"log.pdf": "kept", "image-2.png": "kept"}
    assert with_files(house.ravi.replies(house.ravi.sees(SLACK_TRIAGE)[0])) == [{"log.pdf": PDF}, {"image-2.png": picture}]
    on_teams = house.tom.replies(house.tom.sees(house.teams_triage)[0])
    assert with_files(on_teams) == [{"image-2.png": picture}]
    (link,) = {link for message in on_teams for link in links_in(message.card)}
    assert (await opens(house, link))[2] == PDF
    house.nothing_was_refused()


async def test_what_an_agent_attaches_to_a_reply_reaches_whoever_asked_and_a_note_does_not(reached: Reached) -> None:
    house = reached
    await house.tara.writes("My VPN is down, please help")
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    await house.ravi.says(SLACK_TRIAGE, "note: look at this first", thread=card, files=[("secret.pdf", PDF)])
    await house.settle()
    assert not any("secret" in message.plain() for message in house.tara.sees())
    assert any("secret.pdf" in message.plain() for message in house.tom.replies(house.tom.sees(house.teams_triage)[0]))
    await house.ravi.says(SLACK_TRIAGE, "reply: do it like this", thread=card, files=[("how.pdf", PDF), ("how.png", png())])
    await house.settle()
    (offer,) = [message for message in house.tara.sees() if message.offer]
    assert offer.offer == "how.pdf"
    await house.tara.accepts_file(offer)
    await house.settle()
    assert {"how.pdf": PDF} in with_files(house.tara.sees())
    assert {"how.png": png()} in with_files(house.tara.sees())
    shown = "\n".join(message.plain() for message in house.tara.sees())
    assert "Ravi attached how.pdf" in shown
    assert "secret" not in shown
    assert with_files(house.ravi.replies(card)) == [{"secret.pdf": PDF}, {"how.pdf": PDF, "how.png": png()}]  # as he wrote them
    house.nothing_was_refused()


async def test_from_thread_to_thread_on_one_platform(reached: Reached) -> None:
    """Slack to Slack, and in a channel of Teams, where an app cannot read what lies in the team's store."""
    house = reached
    asked = await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    await house.asha.says(SLACK_HELP, "here is the log", thread=asked, files=[("log.pdf", PDF)])
    await house.settle()
    assert with_files(house.ravi.replies(card)) == [{"log.pdf": PDF}]
    await house.ravi.says(SLACK_TRIAGE, "reply: use this one", thread=card, files=[("new.pdf", PDF + b"2")])
    await house.settle()
    assert with_files(house.asha.replies(asked)) == [{"log.pdf": PDF}, {"new.pdf": PDF + b"2"}]

    await house.tara.posts(house.teams_asks, "My laptop is broken, please help", files=[("photo.pdf", PDF)])
    await house.settle()
    (lost,) = await kept(house, 2)
    assert (lost.state, lost.reason) == ("lost", "not_readable")
    told = house.tom.replies(house.tom.sees(house.teams_triage)[-1])
    assert any("I am not allowed to read it" in message.plain() for message in told)
    assert any("teams.microsoft.com/l/message" in str(message.card) for message in told)
    assert "not allowed" in house.tom.sees(house.teams_triage, thread=told[0])[0].plain()
    house.nothing_was_refused()


async def test_what_is_pointed_at_brings_its_files(reached: Reached) -> None:
    """An emoji, the message shortcut, a nudge and the message action of Teams."""
    house = reached
    said = await house.bela.says("C0RANDOM1", "My keyboard types the wrong letters", files=[("keys.pdf", PDF)])
    await house.asha.reacts(said, "ticket")
    await house.settle()
    assert [(one.name, one.state) for one in await kept(house, 1)] == [("keys.pdf", "kept")]
    said = await house.bela.says("C0RANDOM1", "My screen is dark", files=[("screen.pdf", PDF)])
    await house.ravi.message_shortcut("ticket_from_message", said)
    assert await house.ravi.submits() == {}
    await house.settle()
    assert [(one.name, one.state) for one in await kept(house, 2)] == [("screen.pdf", "kept")]
    await house.asha.says("C0NUDGE01", "My mouse is broken, please help", files=[("mouse.pdf", PDF)])
    await house.settle()
    await house.asha.presses(house.asha.sees("C0NUDGE01")[-1], "Create ticket")
    await house.settle()
    assert [(one.name, one.state) for one in await kept(house, 3)] == [("mouse.pdf", "kept")]
    said_there = await house.tara.posts(
        house.teams_help, "My chair squeaks", files=[("chair.pdf", PDF)], pictures=[("c.png", png())]
    )
    await house.tom.message_action("ticketFromMessage", said_there)
    assert await house.tom.submits() == {}
    await house.settle()
    found = [(one.name, one.reason, one.origin.link.partition("/l/")[0]) for one in await kept(house, 4)]
    assert found == [(name, "not_readable", "https://teams.microsoft.com") for name in ("chair.pdf", "image-1.png")]
    house.nothing_was_refused()


async def test_what_hangs_on_words_that_were_held_back_follows_when_they_are_sent(reached: Reached) -> None:
    house = reached
    asked = await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    await house.ravi.says(SLACK_TRIAGE, "reply: this is internal, but here", thread=card, files=[("how.pdf", PDF)])
    await house.settle()
    assert with_files(house.asha.replies(asked)) == []
    (question,) = [message for message in house.ravi.sees(SLACK_TRIAGE) if "Send Reply" in message.labels]
    await house.ravi.presses(question, "Send Reply")
    await house.settle()
    assert with_files(house.asha.replies(asked)) == [{"how.pdf": PDF}]
    assert len(with_files(house.ravi.replies(card))) == 1
