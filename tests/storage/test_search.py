"""Search finds whole words of every script on both databases, and shows nobody what is not theirs to see."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.people.model import Organisation, Profile, Team
from app.tickets.comment import Visibility
from app.tickets.spoken import Spoken
from storage.engine import is_sqlite
from storage.search import FULL_SIGNS, MOST_WORDS, words_of
from storage.unit_of_work import Store, Transaction
from tests import builders
from tests.builders import NOW

HOSTILE = [
    "'", '"', "%", "_", ":*", "&|!", "''", '""', "a'b", 'a"b', "' OR 1=1 --", "'; DROP TABLE tickets; --", "vpn:*", "!vpn",
    "vpn & | !",
    "(", ")", "()", "<->", "\\", "\\'", "NOT", "AND OR NOT", "NEAR(a b)", "vpn*", "^vpn", "public:vpn", "internal : x",
    "{public}", "-vpn",
    "+", "org:1", "vpn -- ", "/* */", "$$", "$9", "?", ":org", ":", "o", "%s", "", " ", "\n\t", "\u200d", "🙏", "x" * 4000,
    "a " * 2000, "\ufeff",
]  # fmt: skip


def found(tx: Transaction, words: str, org: int = 1, **visible: object) -> list[int]:
    return [ticket.number for ticket in tx.tickets.search(org, words, **visible)]  # type: ignore[arg-type]


def test_words_keep_their_marks_and_are_folded() -> None:
    assert words_of("पासवर्ड रीसेट, Café CAFÉ Straße x_y") == ["पासवर्ड", "रीसेट", "café", "strasse", "x", "y"]
    assert words_of("क्\u200dष क्ष") == ["क्ष"]
    assert words_of("e\u0301") == words_of("é")
    assert [len(word) for word in words_of("ü" * 4000)] == [48]


@pytest.mark.parametrize(
    ("summary", "words", "hit"),
    [
        ("वीपीएन का पासवर्ड भूल गया", "पासवर्ड", True),
        ("वीपीएन का पासवर्ड भूल गया", "पास", True),
        ("वीपीएन का पासवर्ड भूल गया", "सवर", False),
        ("वीपीएन का पासवर्ड भूल गया", "पास भूल", False),
        ("वीपीएन का पासवर्ड भूल गया", "भूल पास", True),
        ("Mein VPN-Passwort läuft ab", "passwort LÄUFT", True),
        ("Mein VPN-Passwort läuft ab", "lauft", False),
        ("VPN बंद है since morning", "बंद since", True),
        ("VPN बंद है since morning", "बंद evening", False),
        ("printer on floor 3 says PC LOAD LETTER", "floor 3 let", True),
        ("パスワード 忘れました", "パスワード", True),
        ("كلمة المرور", "المرور", True),
        ("கடவுச்சொல் மறந்துவிட்டது", "கடவுச்சொல்", True),
    ],
)
def test_words_are_found_in_every_script(store: Store, summary: str, words: str, hit: bool) -> None:
    with store.open() as tx:
        builders.ticket(tx, summary)
        assert found(tx, words) == ([1] if hit else [])


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_breaks_the_search(store: Store, words: str) -> None:
    with store.open() as tx:
        builders.ticket(tx, "normal")
        assert found(tx, words) == []
        assert found(tx, f"normal {words}") in ([], [1])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_a_ticket_is_found_by_any_word_of_its_own(store: Store, text: str) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx, text)
        for word in words_of(text)[:5]:
            if all(sign <= "\u3000" for sign in word) and word.isalnum():
                assert ticket.number in found(tx, word)
        tx.tickets.search(ticket.org_id, text)


def test_the_newest_come_first(store: Store) -> None:
    with store.open() as tx:
        for _ in range(4):
            builders.ticket(tx, "vpn")
        assert found(tx, "vpn") == [4, 3, 2, 1]
        assert found(tx, "vpn", limit=2) == [4, 3]


def test_what_is_said_later_is_found_too(store: Store) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx, "vpn", details="on my laptop")
        tx.comments.add(ticket, None, Visibility.PUBLIC, Spoken("it says ERR-42 now"), NOW)
        assert found(tx, "laptop err 42") == [1]
        assert found(tx, "1") == [1]


def test_a_note_is_found_by_agents_alone(store: Store) -> None:
    with store.open() as tx:
        team, other = builders.team(tx), builders.team(tx, "hr")
        ticket = builders.ticket(tx, "vpn", of=team)
        tx.comments.add(ticket, None, Visibility.INTERNAL, Spoken("suspended for fraud"), NOW)
        assert found(tx, "fraud", team_ids=[team.id]) == [1]
        assert found(tx, "vpn fraud", team_ids=[team.id]) == [1]
        assert found(tx, "fraud") == [1]
        assert found(tx, "fraud", requester_id=ticket.requester_id) == []
        assert found(tx, "fraud", requester_id=ticket.requester_id, team_ids=[other.id]) == []
        assert found(tx, "fraud", team_ids=[other.id]) == []
        assert found(tx, "vpn", requester_id=ticket.requester_id, team_ids=[other.id]) == [1]


def test_only_what_is_theirs_to_see_is_found(store: Store) -> None:
    with store.open() as tx:
        it, hr = builders.team(tx), builders.team(tx, "hr")
        asha = builders.person(tx)
        builders.ticket(tx, "vpn", of=it)
        builders.ticket(tx, "vpn", of=hr)
        builders.ticket(tx, "vpn", of=hr, requester=asha)
        assert found(tx, "vpn", requester_id=asha.id) == [3]
        assert found(tx, "vpn", requester_id=asha.id, team_ids=[it.id]) == [3, 1]
        assert found(tx, "vpn", team_ids=[hr.id]) == [3, 2]
        assert found(tx, "vpn", team_ids=[]) == []


def test_another_organisation_finds_nothing_of_ours(store: Store) -> None:
    with store.open() as tx:
        ours = builders.ticket(tx, "vpn")
        tx.organisations.save(Organisation(12, "Other"))
        team = tx.teams.save(Team(12, 0, "it", "IT"), 0)
        asha = tx.people.add(12, "Asha", Profile(), NOW)
        theirs = builders.ticket(tx, "vpn", of=team, requester=asha)
        assert theirs.number == ours.number == 1
        assert [ticket.org_id for ticket in tx.tickets.search(12, "vpn")] == [12]
        assert [ticket.org_id for ticket in tx.tickets.search(1, "vpn")] == [1]
        assert found(tx, "vpn", org=2) == []


def test_a_very_long_ticket_can_still_be_kept_and_found(store: Store) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx, "vpn", details=" ".join(f"wort{n}" for n in range(4000)))
        for part in range(5):
            text = " ".join(f"{part}" + "क" * 46 + str(n) for n in range(700))
            tx.comments.add(ticket, None, Visibility.PUBLIC, Spoken(text), NOW)
        assert found(tx, "vpn wort7") == [1]


def test_a_long_talk_stops_growing_in_the_index(store: Store) -> None:
    """On SQLite every message writes all words of its ticket anew."""
    with store.open() as tx:
        team = builders.team(tx)
        ticket = builders.ticket(tx, "vpn", of=team)
        for part in range(40):
            text = " ".join(f"{part}x{n}" for n in range(MOST_WORDS))
            tx.comments.add(ticket, None, Visibility.PUBLIC, Spoken(text), NOW)
        assert found(tx, "vpn 0x7") == [1]
        tx.comments.add(ticket, None, Visibility.INTERNAL, Spoken("gateway"), NOW)
        assert found(tx, "gateway", team_ids=[team.id]) == [1]
    if is_sqlite(store.engine):
        with store.engine.connect() as connection:
            size = connection.execute(sa.text("SELECT length(public) FROM ticket_words")).scalar_one()
        assert FULL_SIGNS / 2 < size <= FULL_SIGNS
