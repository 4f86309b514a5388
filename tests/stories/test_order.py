"""What is said, changed and deleted may come in any order, from anywhere the desk is spoken to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.stories.house import House

ASKED = "the coffee machine on floor 2 is broken, please help"


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_a_deletion_that_overtakes_a_mention_counts(both: House, on: str) -> None:
    """In a channel that the desk only hears when it is spoken to; on Slack not even the deletion says to whom it was said."""
    await both.has_policy("conversation: {on_delete: erase}\n")
    if on == "slack":
        both.slack.faults.next("event:message", Fault.reordered())
        both.slack.faults.next("event:app_mention", Fault.reordered())
        asked: Any = await both.asha.says("C0RANDOM1", f"{both.slack.bot_mention} {ASKED}")
        both.clock.move(timedelta(seconds=2))
        await both.asha.deletes(asked)
    else:
        both.teams.delivery.faults.next("event:message", Fault.reordered())
        asked = await both.tara.mentions_bot(both.teams_help, ASKED)
        both.clock.move(timedelta(seconds=2))
        await both.tara.deletes(asked)
    await both.settle()
    ticket = await both.ticket()
    assert (ticket.removed, ticket.details) == (True, "")
    seen: list[Any] = [*both.ravi.sees("C0TRIAGE1"), *both.tom.sees(both.teams_triage)]
    cards = "\n".join(message.plain() for message in seen)
    assert "coffee" not in cards
    assert "The message this came from was removed." in cards
    assert not both.slack.refusals  # on Teams nobody can answer below a message that is gone
