"""A digest for one person comes into their own chat, in their language, with what they may open."""

from __future__ import annotations

from typing import Any

from tests.stories.boss import DIGESTS, HOURS, TEAM, dialog
from tests.stories.house import SLACK_HELP, TOM, House


async def to_people(house: House, *refs: str) -> None:
    """Everybody gets the digest for themselves; nobody's channel does."""
    named = "".join(f'  - {{team: it, every: day, at: "09:00", to: {{person: "{ref}"}}}}\n' for ref in refs)
    await house.has_policy(DIGESTS[: DIGESTS.index("digests:")] + "digests:\n" + named, team=TEAM)


async def test_a_digest_goes_to_a_person_in_their_own_chat_and_language(both: House) -> None:
    await both.slack_dm(both.hira, "My VPN is down, please help")
    await to_people(both, "slack:U0HIRA001", f"teams:{TOM}", "lena@example.test", "nobody@example.test", "slack:U0BELA001")
    await both.lena.command("/ticket", "mine", SLACK_HELP)
    await both.passes(17.5 * HOURS)
    for who, title in ((both.hira, "रोज़"), (both.lena, "daily digest"), (both.bela, "daily digest"), (both.tom, "daily digest")):
        assert len([message for message in who.sees() if f"IT Support: {title}" in message.plain()]) == 1, who.name
    await both.lena.presses(both.lena.sees()[-1], "Oldest")
    await both.tom.presses(both.tom.sees()[-1], "Oldest")
    await both.settle()
    assert "T-1 · My VPN is down" in both.lena.sees()[-1].plain()
    assert "T-1 · My VPN is down" in dialog(both.tom).plain()
    assert both.hira.sees()[-1].labels == []  # she does not work there: its numbers, and no way to its tickets
    await both.tick()
    assert len([message for message in both.tom.sees() if "daily digest" in message.plain()]) == 1
    both.nothing_was_refused()


async def test_who_has_left_gets_no_digest_and_who_comes_late_a_late_one(house: House) -> None:
    await to_people(house, "bela@example.test")
    await house.passes(17.5 * HOURS)
    assert house.bela.sees() == []
    await house.slack_dm(house.bela, "hello")
    await house.passes(HOURS)
    assert "This comes late" in house.bela.sees()[-1].plain()
    house.slack.world.accounts["U0BELA001"].deleted = True

    def leaves(tx: Any) -> None:
        person = tx.people.by_email(tx.organisations.first().id, "bela@example.test")
        person.active = False
        tx.people.save(person, house.clock())

    await house.within(leaves)
    await house.passes(24 * HOURS)
    assert len([message for message in house.bela.sees() if "digest" in message.plain()]) == 1
