"""A request was made of a message: who wrote which words of it decides what becomes of them when that is edited or deleted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.test_not_their_thread import LAPTOP, on_behalf_of_bela, seen
from tests.attacks.test_whose_words import SECRET
from tests.stories.filing import PDF, Reached, kept, links_in, opens
from tests.stories.house import SLACK_TRIAGE, House

COMPLAINTS = "complaints-about-bela"
PRINTER = "The printer on floor two is jammed again"


@pytest.fixture
async def reached(database_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[Reached]:
    house = Reached(database_url, clock, tmp_path)
    await house.start(triage=("slack", "teams"))
    yield house
    await house.stop()


async def minas_line(house: House, **more: Any) -> Any:
    """In the queue, where neither Asha nor Bela reads."""
    house.slack.world.places[SLACK_TRIAGE].members -= {"U0ASHA001", "U0BELA001"}
    said = await house.mina.says(SLACK_TRIAGE, LAPTOP, **more)
    await house.settle()
    return said


async def test_a_colleague_who_edits_their_line_in_the_queue_does_not_speak_to_the_requester(reached: Reached) -> None:
    said = await minas_line(reached)
    await on_behalf_of_bela(reached, said)
    await reached.mina.edits(said, f"Bela's laptop does not start, she drops it every week {SECRET}")
    await reached.settle()
    assert SECRET not in seen(reached.bela)
    assert (await reached.ticket()).details == LAPTOP
    assert "T-1 keeps the words it was opened with" in "\n".join(m.plain() for m in reached.mina.sees(SLACK_TRIAGE))


async def test_nor_does_a_file_that_they_add(reached: Reached) -> None:
    said = await minas_line(reached)
    await on_behalf_of_bela(reached, said)
    await reached.mina.edits(said, LAPTOP, add=[(f"{COMPLAINTS}.pdf", PDF)])
    await reached.settle()
    links = [link for message in reached.bela.sees() for link in links_in(message.blocks)]
    assert [(await opens(reached, link))[0] for link in links] == []
    assert COMPLAINTS not in seen(reached.bela)
    assert await kept(reached) == []


async def test_a_file_that_hangs_on_the_message_is_named_in_the_form_before_it_goes(reached: Reached) -> None:
    said = await minas_line(reached, files=[(f"{COMPLAINTS}.pdf", PDF)])
    await reached.ravi.message_shortcut("ticket_from_message", said)
    form: Any = reached.ravi.modal
    assert f"Whoever it is for also gets these files of the message: {COMPLAINTS}.pdf" in form.plain()
    assert await reached.ravi.submits({"On behalf of": "U0BELA001"}) == {}
    await reached.settle()
    assert COMPLAINTS in seen(reached.bela)
    await reached.mina.deletes(said)
    await reached.settle()
    assert COMPLAINTS not in seen(reached.bela)


async def opened_by_asha(house: House, said: Any, **form: str) -> None:
    await house.asha.message_shortcut("ticket_from_message", said)
    assert await house.asha.submits(form) == {}
    await house.settle()


@pytest.mark.parametrize("on_delete", ["erase", "keep"])
async def test_nobody_deletes_the_words_that_somebody_else_typed_in_a_form(house: House, on_delete: str) -> None:
    await house.has_policy(f"conversation: {{on_delete: {on_delete}}}\n")
    said = await house.bela.says("C0RANDOM1", PRINTER)
    await opened_by_asha(house, said, Summary="Printer jam", Details="Asha's own words")
    await house.bela.edits(said, f"I said nothing {SECRET}")
    await house.bela.deletes(said)
    await house.settle()
    ticket = await house.ticket()
    assert (ticket.details, ticket.removed) == ("Asha's own words", False)


async def test_what_was_taken_over_word_by_word_goes_with_its_author(house: House) -> None:
    await house.has_policy("conversation: {on_delete: erase}\n")
    said = await house.bela.says("C0RANDOM1", PRINTER)
    await opened_by_asha(house, said)
    await house.bela.edits(said, f"Something else {SECRET}")
    await house.settle()
    assert (await house.ticket()).details == PRINTER
    await house.bela.deletes(said)
    await house.settle()
    ticket = await house.ticket()
    assert (ticket.details, ticket.removed) == ("", True)


@pytest.mark.parametrize("typed", [False, True])
async def test_ones_own_message_is_read_on_unless_a_form_said_something_else(house: House, typed: bool) -> None:
    said = await house.bela.says("C0RANDOM1", PRINTER)
    await house.ravi.message_shortcut("ticket_from_message", said)
    assert await house.ravi.submits({"Details": "Floor two: paper jam"} if typed else {}) == {}
    await house.settle()
    await house.bela.edits(said, f"{PRINTER}, tray one")
    await house.settle()
    assert (await house.ticket()).details == ("Floor two: paper jam" if typed else f"{PRINTER}, tray one")
