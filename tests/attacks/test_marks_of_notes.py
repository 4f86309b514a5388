"""Whatever reads like a note is a note, or is asked about; and nothing that comes with a mark is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.attacks import asking
from tests.stories.crossing import Crossing
from tests.stories.filing import PDF, kept, png
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

SECRET = "canary7f3a"
COFFEE = "The coffee machine shows error 42, can somebody look at it?"


def seen(who: Any, *places: Any) -> str:
    return "\n".join(m.plain() for m in [*who.sees(), *(m for place in places for m in who.sees(place))])


@pytest.mark.parametrize("on", ["slack", "teams"])
@pytest.mark.parametrize("mark", ["🔒", "note:", "reply:"], ids=ascii)
async def test_a_file_that_comes_with_nothing_but_a_mark_is_not_lost(both: House, mark: str, on: str) -> None:
    crossing = Crossing(both, "slack", on)
    await crossing.asks(COFFEE)
    if on == "slack":
        await both.ravi.says(SLACK_TRIAGE, mark, thread=crossing.card("slack"), files=[("log.pdf", PDF)])
    else:
        await both.tom.posts(both.teams_triage, mark, thread=crossing.card("teams"), pictures=[("log.png", png())])
    await both.settle()
    (file,) = await kept(both)
    assert any(file.name in line for line in crossing.agents_thread(crossing.other))
    assert (file.name in crossing.everything_heard()) is (mark == "reply:")


async def test_a_banner_is_read_again_where_it_looks_internal(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    text = f"note: he lies, password is Hunter77!{SECRET}"
    await asking.slack_submit(both, both.ravi, "ticket.known_issue.save", "T-1", {"banner": text})
    await both.settle()
    assert SECRET not in seen(both.asha, SLACK_HELP)
    await asking.slack_submit(both, both.ravi, "ticket.known_issue.save", "T-1", {"banner": text})  # they mean it
    await both.settle()
    assert SECRET in seen(both.asha, SLACK_HELP)


LIKE_NOTES = ["Note - ", "1. note: ", "note for Mina: ", "int\u200bernal, ", "NB (note): ", "team: note: ", "टीम, टिप्पणी: "]


async def test_where_lines_are_replies_these_read_like_notes_too(both: House) -> None:
    await both.has_policy(team="    thread_default: reply\n")
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    for mark in LIKE_NOTES:
        await crossing.agent_says(f"{mark}the caller always lies about it {SECRET}")
    await crossing.agent_says("I look at it now.")
    assert SECRET not in crossing.everything_heard()
    assert "I look at it now." in crossing.everything_heard()
