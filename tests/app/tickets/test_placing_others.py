"""What is said right after news of somebody else's ticket: a table over what their own tickets alone would say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.routing.answers import hear
from app.routing.bearing import bearing
from app.routing.recogniser import recognise
from app.tickets.placing import NEW, TALK, How, Placement, Talk
from app.tickets.placing_others import Overheard, Told

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OWN: Any = SimpleNamespace(number=33, key="T-33", created_at=NOW - timedelta(days=1), is_open=True, status="new")
THEIRS: Any = SimpleNamespace(number=41, key="T-41", created_at=NOW - timedelta(days=1), is_open=True, status="new")
JOINED = Placement(How.JOIN, (OWN,))


def _placed(
    text: str, found: Placement, *, told: int = 5, own: int | None = None, may_say: bool = True
) -> tuple[str, tuple[str, ...]]:
    """`told`, `own`: so many minutes ago they were told of the other one, and an agent spoke on theirs."""
    asked = NOW - timedelta(minutes=own) if own is not None else None
    news = Told(THEIRS, NOW - timedelta(minutes=told), may_say)
    words = {33: "My mouse is broken", 41: "VPN is down. Please try the new driver"}
    where = Overheard([news], [Talk(OWN, True, asked)], NOW, lambda ticket: words[ticket.number])
    placed = where.place(found, bearing(text, recognise(text)), hear(text))
    return str(placed.how), tuple(ticket.key for ticket in placed.tickets)


@pytest.mark.parametrize(
    "text", ["Works for me now in Berlin", "no", "it works", "हो गया", "मेरे यहाँ चल गया", "ab theek chal raha hai"]
)
def test_where_anything_could_be_meant_they_are_asked(text: str) -> None:
    assert _placed(text, TALK) == ("ask", ("T-41", "T-33"))


@pytest.mark.parametrize("text", ["thanks", "ok", "👍", "धन्यवाद", "shukriya", "lol"])
def test_a_courtesy_stays_silent(text: str) -> None:
    assert _placed(text, TALK) == ("talk", ())
    assert _placed(text, JOINED) == ("talk", ())


@pytest.mark.parametrize("text", ["The new driver crashes here in Berlin", "it is the Dell one", "नया driver यहाँ बंद हो जाता है"])
def test_it_is_never_silently_put_on_their_own(text: str) -> None:
    assert _placed(text, JOINED) == ("ask", ("T-41", "T-33"))
    assert _placed(text, JOINED, may_say=False) == ("ask", ("T-33",))


def test_unless_an_agent_spoke_on_their_own_since_or_it_is_long_ago() -> None:
    assert _placed("it is the Dell one", JOINED, own=2) == ("join", ("T-33",))
    assert _placed("it is the Dell one", JOINED, told=61) == ("join", ("T-33",))


def test_a_request_by_itself_stays_one_unless_it_speaks_of_that() -> None:
    assert _placed("I need a new keyboard, please", NEW) == ("new", ())
    assert _placed("Please help, the driver crashes", NEW) == ("ask", ("T-41",))
    assert _placed("The driver crashes", NEW) == ("ask", ("T-41",))
