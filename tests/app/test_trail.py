"""Every event has a sentence in both languages; what was said is quoted only where it may be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.events import EVENTS
from app.examples.cast import TOLD, ZONE, Cast
from app.examples.following import CHANGES, every_line
from app.people.model import Platform
from app.tickets.trail import Fates, Names, Teller
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


def test_what_was_said_is_told_by_how_it_begins() -> None:
    said = replace(teller("en"), said={5: "Which city are you in?"})
    told = [said.sentence(line) for line in every_line() if line.event == "ticket.commented"]
    assert told == ["Ravi Kumar replied to Asha Rao: “Which city are you in?”", "Ravi Kumar wrote: “Which city are you in?”"]
    assert [teller("en").sentence(line) for line in every_line() if line.event == "ticket.noted"] == [
        "Ravi Kumar added a private note."
    ]


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


def test_a_reply_that_was_taken_back_says_so_and_what_was_removed_whose_it_was() -> None:
    lines = list(every_line())
    reply = next(line for line in lines if line.event == "ticket.commented" and line.changes.get("from_agent"))
    removed = replace(
        next(line for line in lines if line.event == "ticket.reworded"), by_id=None, changes={"comment": 9, "removed": True}
    )
    told = replace(teller("en"), fates=Fates({9: "Mina Das"}, {reply.changes["comment"]}))
    assert told.sentence(reply) == "Ravi Kumar replied to Asha Rao, and took the reply back."
    assert told.sentence(removed) == "A message by Mina Das was removed in the chat."
    assert teller("en").sentence(removed) == "A message was removed in the chat."
