"""How urgent a request is: what a person said, the rules in their order, the category, and in the end Normal."""

from __future__ import annotations

import pytest

from app.policy.reading import read
from app.routing.priority import decide
from app.tickets.model import Priority

POLICY = read("""\
version: 1
categories:
  vpn: {priority: high}
  pay: {priority: low}
  plain: {}
priority_rules:
  - {when: {words: [outage, "server down", "सर्वर बंद"]}, priority: urgent}
  - {when: {requester: ["ceo@example.test", "slack:U0VIP", "teams:AAD-1"]}, at_least: high}
  - {when: {category: [pay], words: [today]}, priority: high}
  - {when: {category: pay}, at_least: normal}
""")


def decided(text: str = "", category: str | None = None, *requester: str, chosen: Priority | None = None) -> tuple[str, str]:
    priority, reason = decide(POLICY, category=category, text=text, requester=requester, chosen=chosen)
    return priority.value, reason


@pytest.mark.parametrize(
    ("text", "category", "answer"),
    [
        ("my mouse is slow", None, ("normal", "default")),
        ("my mouse is slow", "plain", ("normal", "default")),
        ("my mouse is slow", "a category that is gone", ("normal", "default")),
        ("cannot connect", "vpn", ("high", "category:vpn")),
        ("OUTAGE!", None, ("urgent", "rule:1")),
        ("an outage, in the vpn", "vpn", ("urgent", "rule:1")),
        ("the server\n  down again", None, ("urgent", "rule:1")),
        ("outages were last year", None, ("normal", "default")),
        ("server is down", None, ("normal", "default")),
        ("हमारा सर्वर बंद है", None, ("urgent", "rule:1")),
        ("सर्वर बंदर", None, ("normal", "default")),
        ("salary is wrong", "pay", ("normal", "rule:4")),
        ("salary is due today", "pay", ("high", "rule:3")),
        ("today", None, ("normal", "default")),
        ("", None, ("normal", "default")),
    ],
)
def test_words_and_category(text: str, category: str | None, answer: tuple[str, str]) -> None:
    assert decided(text, category) == answer


@pytest.mark.parametrize("known_as", ["CEO@example.test", "slack:T1/U0VIP", "slack:U0VIP", "teams:TENANT/aad-1"])
def test_requesters_are_known_by_any_of_their_names(known_as: str) -> None:
    assert decided("hello", None, known_as) == ("high", "rule:2")


def test_another_person_of_the_same_name_elsewhere_is_not_the_requester() -> None:
    assert decided("hello", None, "teams:T/U0VIP", "ceo@example.test.evil", "slack:U0VIPS") == ("normal", "default")


def test_at_least_only_raises() -> None:
    assert decided("cannot connect", "vpn", "ceo@example.test") == ("high", "category:vpn")
    assert decided("x", None, "ceo@example.test", chosen=Priority.URGENT) == ("urgent", "person")
    assert decided("x", None, "ceo@example.test", chosen=Priority.LOW) == ("high", "rule:2")


def test_what_a_person_chose_stands_before_a_rule_that_sets() -> None:
    assert decided("outage", "vpn", chosen=Priority.LOW) == ("low", "person")


def test_the_first_rule_that_holds_decides() -> None:
    assert decided("outage", "pay", "ceo@example.test") == ("urgent", "rule:1")
    assert decided("today", "pay", "ceo@example.test") == ("high", "rule:2")
