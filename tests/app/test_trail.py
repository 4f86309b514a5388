"""Every event has a sentence in both languages, and none says a word of what was written."""

from __future__ import annotations

import pytest

from app.events import EVENTS
from app.examples.cast import TOLD, ZONE, Cast
from app.examples.following import CHANGES, every_line
from app.people.model import Platform
from app.tickets.trail import Names, Teller
from app.words import LOCALES


def teller(locale: str) -> Teller:
    cast = Cast(TOLD[locale], Platform.SLACK)
    return Teller(Names(7, cast.people, {"it": "IT", "hr": "HR"}, {"vpn": "VPN"}), locale, ZONE)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_event_has_a_sentence(locale: str) -> None:
    told = {line.event: teller(locale).sentence(line) for line in every_line()}
    assert told.keys() - {"ticket.of_tomorrow"} == EVENTS.keys()
    assert len(set(told.values())) == len(told)
    for name, sentence in told.items():
        assert sentence.rstrip()[-1] in ".।", name
        assert "…" not in sentence, name
        assert "trail." not in sentence, name


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_what_is_told_in_several_ways_is_told_differently(name: str) -> None:
    sentences = [teller("en").sentence(line) for line in every_line() if line.event == name]
    assert len(set(sentences)) == len(sentences) == len(CHANGES[name])


def test_a_reason_stands_behind_what_a_rule_decided() -> None:
    told = [teller("en").sentence(line) for line in every_line() if line.event == "ticket.prioritised"]
    assert told[:2] == [
        "Ravi Kumar raised the priority from Normal to High.",
        "Ravi Kumar raised the priority from Low to Urgent (by rule 1).",
    ]
