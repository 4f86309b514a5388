"""The desk speaks Hindi to those who read Hindi."""

from __future__ import annotations

from tests.stories.house import SLACK_TRIAGE, House


async def test_a_hindi_speaker_is_served_in_hindi_from_asking_to_confirming(house: House) -> None:
    await house.hira.dms("मेरा वीपीएन नहीं चल रहा है, कृपया मदद करें")
    await house.settle()
    card = house.hira.sees()[-1]
    assert "वापस लें" in " ".join(card.labels)
    ticket = await house.ticket()
    assert (ticket.priority, ticket.priority_reason) == ("high", "category:vpn")
    assert "मेरा वीपीएन" in house.ravi.sees(SLACK_TRIAGE)[0].plain()
    assert "Claim" in house.ravi.sees(SLACK_TRIAGE)[0].labels

    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    await house.ravi.submits({"What was done?": "गेटवे फिर से चालू किया"})
    await house.settle()
    last = house.hira.sees()[-1]
    assert "हल" in last.plain()
    answer = await house.hira.command("/ticket", "मेरे", "C0HELP001")
    assert "वीपीएन" in answer.plain()
    await house.hira.presses(last, last.labels[0])
    await house.settle()
    assert (await house.ticket()).status == "closed"


async def test_somebody_chooses_their_language(house: House) -> None:
    answer = await house.asha.command("/ticket", "language hindi", "C0HELP001")
    assert "हिन्दी" in answer.plain()
    answer = await house.asha.command("/ticket", "status 99", "C0HELP001")
    assert "नहीं" in answer.plain()
    answer = await house.asha.command("/ticket", "language klingon", "C0HELP001")
    assert "हिन्दी" in answer.plain()


async def test_hindi_words_are_found_whole(house: House) -> None:
    await house.hira.dms("मेरा पासवर्ड काम नहीं कर रहा है")
    await house.settle()
    assert "T-1" in (await house.hira.command("/ticket", "खोजें पासवर्ड", "C0HELP001")).plain()
    assert "T-1" not in (await house.hira.command("/ticket", "खोजें सवर", "C0HELP001")).plain()
