"""What is pressed while a message is being drawn anew, what asks first, and links to the other platform."""

from __future__ import annotations

from typing import Any

from tests.integrations.sandbox.page.conftest import IDS, Front
from tests.integrations.sandbox.page.test_slack import asked, control
from tests.stories.house import SLACK_TRIAGE


async def card_of(front: Front, name: str) -> dict[str, Any]:
    """The last card of the triage channel, as that person sees it."""
    found: dict[str, Any] = (await front.sight(name, place=SLACK_TRIAGE))["place"]["messages"][-1]
    return found


async def test_a_button_of_the_drawing_before_is_still_that_button(front: Front) -> None:
    before = await asked(front)
    await front.does("mina", "presses", place=SLACK_TRIAGE, ts=before["ts"], **control(before["blocks"], "Claim"))
    after = await card_of(front, "ravi")
    old, new = (control(card["blocks"], "Reply…") for card in (before, after))
    assert old["block_id"] != new["block_id"]
    await front.does("ravi", "presses", place=SLACK_TRIAGE, ts=before["ts"], **old)
    assert (await front.sight("ravi"))["modal"]["title"] == "Reply"


async def test_an_option_of_the_drawing_before_is_the_one_with_the_same_words(front: Front) -> None:
    before = await asked(front)
    menu = next(one for block in before["blocks"] for one in block.get("elements", []) if one["type"] == "static_select")
    block = next(block for block in before["blocks"] if menu in block.get("elements", []))
    chosen = next(option for option in menu["options"] if option["text"]["text"] == "Priority…")
    await front.does("mina", "presses", place=SLACK_TRIAGE, ts=before["ts"], **control(before["blocks"], "Claim"))
    ids = {"block_id": block["block_id"], "action_id": menu["action_id"]}
    await front.does("ravi", "presses", place=SLACK_TRIAGE, ts=before["ts"], value=chosen["value"], label="Priority…", **ids)
    assert (await front.sight("ravi"))["modal"]["title"] == "Priority"


async def test_a_button_that_is_gone_is_not_another_one(front: Front) -> None:
    before = await asked(front)
    claim = control(before["blocks"], "Claim")
    await front.does("mina", "presses", place=SLACK_TRIAGE, ts=before["ts"], **claim)
    answer = await front.tries("ravi", "presses", place=SLACK_TRIAGE, ts=before["ts"], **claim)
    assert answer["problem"] == "What was pressed is not there any more."


async def test_what_asks_first_is_not_done_without_an_answer(front: Front) -> None:
    await front.does("asha", "says", text="My VPN is down, please help", place="C0HELP001")
    [said] = (await front.sight("asha", place="C0HELP001"))["place"]["messages"]
    _, card = (await front.sight("asha", place="C0HELP001", thread=said["ts"]))["thread"]["messages"]
    withdraw = {"place": "C0HELP001", "ts": card["ts"], **control(card["blocks"], "Withdraw")}
    answer = await front.tries("asha", "presses", **withdraw)
    assert answer == {"ok": False, "problem": "That asks first whether it is meant; nothing was done."}
    assert (await front.house.ticket()).status == "new"
    await front.does("asha", "presses", **withdraw, confirmed=True)
    assert (await front.house.ticket()).status == "closed"


async def test_a_link_to_the_other_platform_says_who_can_look_there(front: Front) -> None:
    url = f"https://teams.microsoft.com/l/message/{front.house.teams_triage.id}/1700000000000?parentMessageId=1700000000000"
    across = (await front.does("ravi", "follows", url=url))["across"]
    assert (across["platform"], across["place"], across["message"]) == ("teams", front.house.teams_triage.id, "1700000000000")
    assert across["people"] == [IDS["tom"]]
    back = (await front.does("tara", "follows", url="https://sandbox.slack.com/archives/C0HRTRIA1/p1700000000000100"))["across"]
    assert (back["platform"], back["place"], back["message"]) == ("slack", "C0HRTRIA1", "1700000000.000100")
    assert IDS["hari"] in back["people"]
