"""Every number of a digest has one click to the tickets behind it; long lists have pages; the digest stays as it is."""

from __future__ import annotations

from typing import Any

from tests.stories.boss import BOSS, HOURS, dialog, last_card, on_slack, on_teams, with_digests
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House


async def test_a_number_opens_the_list_behind_it(both: House) -> None:
    await with_digests(both)
    await both.asha.says(SLACK_HELP, "My VPN is down, please help")
    await both.settle()
    await both.passes(17.5 * HOURS)
    await both.lena.presses(on_slack(both)[0], "Overdue")
    await both.settle()
    private = both.lena.sees(BOSS)[-1]
    assert private.ephemeral
    assert "T-1 · My VPN is down" in private.plain()
    await both.lena.presses(on_slack(both)[0], "New")
    await both.settle()
    assert "New in this period" in both.lena.sees(BOSS)[-1].plain()
    await both.tom.presses(on_teams(both)[0], "Oldest")
    await both.settle()
    assert "T-1 · My VPN is down" in dialog(both.tom).plain()
    for reader in (both.tom, both.tara):
        assert "daily digest" in reader.sees(both.boss)[0].plain()  # the answer is the presser's alone, and stands beside it
    await both.tom.presses(dialog(both.tom), "Open", near="T-1")
    await both.tom.presses(dialog(both.tom), "Claim")
    await both.settle()
    assert "In progress" in dialog(both.tom).plain()
    assert len(on_slack(both)) == len(on_teams(both)) == 1
    both.nothing_was_refused()


async def test_every_list_has_as_many_pages_as_it_needs(both: House) -> None:
    await with_digests(both)
    for number in range(12):
        both.clock.move(121)
        await both.asha.says(SLACK_HELP, f"The printer on floor {number} is broken, can somebody fix it?")
        await both.settle()
    await both.passes(17.5 * HOURS)
    digest = on_slack(both)[0]
    await both.lena.presses(digest, "Oldest")
    await both.settle()
    first = both.lena.sees(BOSS)[-1]
    assert ("T-1 ·" in first.plain(), "T-10 ·" in first.plain(), "T-11 ·" in first.plain()) == (True, True, False)
    assert "1 to 10" in first.plain()
    assert "Earlier" not in first.labels
    await both.lena.presses(first, "Next")
    await both.settle()
    second = both.lena.sees(BOSS)[-1]
    assert "T-10 ·" not in second.plain()
    assert "11 to 12" in second.plain()
    assert ("Next" in second.labels, "Earlier" in second.labels) == (False, True)
    await both.tom.presses(on_teams(both)[0], "New")
    await both.tom.presses(dialog(both.tom), "Next")
    assert "T-1 ·" in dialog(both.tom).plain()
    assert "11 to 12" in dialog(both.tom).plain()
    await both.tom.presses(dialog(both.tom), "Earlier")
    assert "T-12 ·" in dialog(both.tom).plain()
    mine: Any = await both.asha.command("/ticket", "mine", SLACK_HELP)
    await both.asha.presses(mine, "Next")
    await both.settle()
    assert "11 to 12" in both.asha.sees(SLACK_HELP)[-1].plain()
    await both.tom.writes("search printer")
    await both.settle()
    await both.tom.presses(both.tom.sees()[-1], "Next")
    assert "T-2 · The printer" in both.tom.sees()[-1].plain()
    await both.tom.writes("queue")
    await both.settle()
    await both.tom.presses(both.tom.sees()[-1], "Next")
    assert "11 to 12" in both.tom.sees()[-1].plain()
    assert len(on_teams(both)) == 1
    both.nothing_was_refused()


async def test_who_waits_and_what_was_broken_or_opened_again_have_their_lists(both: House) -> None:
    await with_digests(both)
    for text in ("My VPN is down, please help", "The printer is broken, can somebody fix it?"):
        await both.asha.says(SLACK_HELP, text)
        await both.settle()
    first, second = both.ravi.sees(SLACK_TRIAGE)[:2]
    await both.ravi.presses(second, "Wait for requester")
    await both.settle()
    both.clock.move(1.5 * HOURS)
    await both.ravi.presses(first, "Resolve…")
    assert await both.ravi.submits({"What was done?": "Done."}) == {}
    await both.settle()
    await both.asha.presses(last_card(both), "Still need help")
    await both.settle()
    await both.passes(16 * HOURS)
    for label, there, missing in (
        ("Waiting", "T-2 ·", "T-1 ·"),
        ("Reopened", "T-1 ·", "T-2 ·"),
        ("Broken Promises", "T-1 ·", "T-2 ·"),
    ):
        await both.lena.presses(on_slack(both)[0], label)
        await both.settle()
        if label.capitalize() not in on_teams(both)[0].labels:
            await both.tom.presses(on_teams(both)[0], "More…")
        await both.tom.presses(on_teams(both)[0], label)
        for shown in (both.lena.sees(BOSS)[-1].plain(), dialog(both.tom).plain()):
            assert there in shown, label
            assert missing not in shown, label
    both.nothing_was_refused()


async def test_a_list_that_has_emptied_says_so_and_strangers_see_none(both: House) -> None:
    await with_digests(both)
    await both.asha.says(SLACK_HELP, "My VPN is down, please help")
    await both.settle()
    await both.passes(17.5 * HOURS)
    await both.asha.presses(on_slack(both)[0], "Overdue")
    await both.tara.presses(on_teams(both)[0], "Unassigned")
    await both.settle()
    assert "Only agents of IT Support" in both.asha.sees(BOSS)[-1].plain()
    await both.hari.presses(on_slack(both)[0], "Oldest")  # he works in another team
    await both.settle()
    assert "Only agents of IT Support" in both.hari.sees(BOSS)[-1].plain()
    assert "Only agents of IT Support" in both.tara.last_notice
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await both.settle()
    await both.lena.presses(on_slack(both)[0], "Unassigned")
    await both.settle()
    assert "There are none any more" in both.lena.sees(BOSS)[-1].plain()
