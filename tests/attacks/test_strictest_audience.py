"""What was done for one is told to whoever asked the same, and stays out of places where others read than read the question."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.policy import changes, reading
from tests.stories.house import SLACK_HELP, House
from tests.stories.test_duplicates import card, marks

SECRET = "canary7f3a"


async def resolves(house: House, done: str) -> str:
    """Ravi, by the form; what it says of who reads it."""
    await house.ravi.presses(card(house, "T-1"), "Resolve…")
    asked: Any = house.ravi.modal
    says: str = asked.plain()
    assert await house.ravi.submits({"What was done?": done}) == {}
    await house.settle()
    return says


async def asks_in_private(house: House, channel: str, who: Any, text: str) -> Any:
    """Somebody who mentions the desk in a private channel."""
    house.slack.channel(channel, name=channel.lower(), members=[who.id, "U0LENA001"])
    await who.invites(channel)
    said = await who.says(channel, f"{house.slack.bot_mention} {text}")
    await house.settle()
    house.clock.move(timedelta(minutes=10))
    return said


async def test_what_was_asked_in_a_private_channel_is_not_told_where_everybody_reads(both: House) -> None:
    await asks_in_private(both, "G0BOARD01", both.asha, "the board laptop is broken, please help")
    await both.bela.says(SLACK_HELP, "My laptop is broken too, can you help?")
    await both.settle()
    assert await marks(both, "T-2", "T-1") == {}
    assert "others" not in await resolves(both, f"the merger files are back {SECRET}")
    shown = "\n".join(message.plain() for message in both.mina.sees(SLACK_HELP))
    assert SECRET not in shown
    assert "solved" in "\n".join(message.plain() for message in both.bela.replies(both.bela.sees(SLACK_HELP)[0]))


async def test_nor_in_a_private_channel_of_others(both: House) -> None:
    await asks_in_private(both, "G0BOARD01", both.asha, "the board laptop is broken, please help")
    two = await asks_in_private(both, "G0SALES01", both.bela, "my laptop is broken too, can you help?")
    assert await marks(both, "T-2", "T-1") == {}
    await resolves(both, f"the merger files are back {SECRET}")
    assert SECRET not in "\n".join(message.plain() for message in [*both.bela.sees("G0SALES01"), *both.bela.replies(two)])


async def test_nor_what_was_asked_in_a_request_channel_that_is_private(both: House) -> None:
    both.slack.channel("G0BOARD01", name="board", members=["U0ASHA001", "U0LENA001"], private=True)
    text = both.policy_text.replace("channels:\n", "channels:\n  - {slack: G0BOARD01, team: it, intake: every_message}\n")
    await both.within(lambda tx: changes.apply(tx, tx.organisations.first().id, reading.read(text), text, both.clock()))
    await both.asha.says("G0BOARD01", "the board laptop is broken, please help")
    await both.settle()
    both.clock.move(timedelta(minutes=10))
    await both.bela.says(SLACK_HELP, "My laptop is broken too, can you help?")
    await both.settle()
    assert await marks(both, "T-2", "T-1") == {}
    await resolves(both, f"the merger files are back {SECRET}")
    assert SECRET not in "\n".join(message.plain() for message in both.bela.replies(both.bela.sees(SLACK_HELP)[0]))


async def test_what_was_asked_in_private_is_not_told_in_a_private_channel(both: House) -> None:
    await both.slack_dm(both.asha, "My payslip shows the wrong amount, please help")
    both.clock.move(timedelta(minutes=10))
    two = await asks_in_private(both, "G0SALES01", both.bela, "my payslip is wrong too, can you help?")
    assert await marks(both, "T-2", "T-1") == {}
    await resolves(both, f"Asha is paid 90000 now {SECRET}")
    assert SECRET not in "\n".join(message.plain() for message in [*both.bela.sees("G0SALES01"), *both.bela.replies(two)])


async def test_whoever_asked_the_same_in_private_reads_it_and_who_resolves_knows_that(both: House) -> None:
    await both.slack_dm(both.asha, "My payslip shows the wrong amount, please help")
    both.clock.move(timedelta(minutes=10))
    await both.slack_dm(both.bela, "My payslip is wrong too, can you help?")
    assert await marks(both, "T-2", "T-1") == {}
    says = await resolves(both, f"All payslips were sent anew {SECRET}")
    assert "The requester and 1 other read this" in says
    assert SECRET in "\n".join(message.plain() for message in both.bela.sees())


async def test_on_teams_the_form_says_so_as_well_and_reporters_count(both: House) -> None:
    await both.asha.says(SLACK_HELP, "The VPN is down, please help")
    await both.settle()
    both.clock.move(timedelta(minutes=10))
    await both.tara.posts(both.teams_asks, "The VPN does not work, can you help?")
    await both.settle()
    assert await marks(both, "T-2", "T-1") == {}
    one = both.bela.sees(SLACK_HELP)[0]
    await both.bela.presses(both.bela.replies(one)[-1], "Me too")
    if both.bela.modal is not None:
        assert await both.bela.submits({}) == {}
    await both.settle()
    await both.tom.presses(card(both, "T-1", "teams"), "Resolve…")
    assert both.tom.dialog is not None
    assert "The requester and 2 others read this" in both.tom.dialog.plain()
