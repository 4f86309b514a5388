"""Full text search on both databases over the same tokens, which are made here and nowhere else.

Both databases would cut Devanagari words at vowel signs or drop them; so words are found in Python, with their combining
marks. What people wrote, what agents noted among themselves and whose it is are kept apart inside the index:
a requester's search never touches the internal words, and no organisation's search walks through another's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

import regex
import sqlalchemy as sa

from app.tickets.comment import Visibility
from storage.sql import Sql

LONGEST_WORD = 48
MOST_WORDS = 2_000
"""Of one text. Together with `FULL` it keeps a ticket below the megabyte that a tsvector may have."""

FULL = 5_000
"""Words of one ticket in one vector; what is said after that is not found."""

FULL_SIGNS = 8 * FULL
"""The same for SQLite, which knows no number of words: with every message it writes all of them anew."""

NEWEST = 2_000
"""Tickets among which similar ones are looked for."""

MOST_ASKED = 16
"""Words of one question that count."""

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}\p{Co}]+")
_JOINERS = dict.fromkeys((0x200C, 0x200D))

CREATE_SQLITE = (
    "CREATE VIRTUAL TABLE ticket_words USING fts5(org, public, internal, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc Me'\")",
)
CREATE_POSTGRESQL = (
    "CREATE TABLE ticket_words (org_id BIGINT NOT NULL, number BIGINT NOT NULL, "
    "public TSVECTOR NOT NULL, everything TSVECTOR NOT NULL, "
    "CONSTRAINT pk_ticket_words PRIMARY KEY (org_id, number), "
    "CONSTRAINT fk_ticket_words_org_id_number FOREIGN KEY (org_id, number) REFERENCES tickets (org_id, number))",
    "CREATE INDEX ix_ticket_words_public ON ticket_words USING gin (public)",
    "CREATE INDEX ix_ticket_words_everything ON ticket_words USING gin (everything)",
)


def words_of(text: str) -> list[str]:
    """The words of a text, each once, in its order: NFC, folded, with their marks, cut at 48 characters."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).translate(_JOINERS)
    found: dict[str, None] = {}
    for match in _WORD.finditer(folded):
        found[match.group()[:LONGEST_WORD]] = None
        if len(found) >= MOST_WORDS:
            break
    return list(found)


class Search:
    """The words of tickets, and the numbers of the tickets that have them."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def add(self, org_id: int, number: int, text: str) -> None:
        """A new ticket's words; everybody who sees the ticket finds it by them."""
        words = words_of(text)
        if self._sql.is_sqlite:
            insert = "INSERT INTO ticket_words (rowid, org, public, internal) VALUES (:row, :org, :words, '')"
            self._sql.run(_text(insert), {"row": _row(org_id, number), "org": str(org_id), "words": " ".join(words)})
            return
        vector = "array_to_tsvector(CAST(:words AS text[]))"
        insert = f"INSERT INTO ticket_words (org_id, number, public, everything) VALUES (:org, :number, {vector}, {vector})"  # noqa: S608
        self._sql.later(_text(insert), {"org": org_id, "number": number, "words": [word_of_org(org_id), *words]})

    def extend(self, org_id: int, number: int, text: str, visibility: Visibility = Visibility.PUBLIC) -> None:
        """Further words of the ticket; those of an internal note are found by agents alone."""
        words = words_of(text)
        if not words:
            return
        if self._sql.is_sqlite:
            column = "public" if visibility is Visibility.PUBLIC else "internal"
            room = f"length({column}) + length(:words) <= {FULL_SIGNS}"
            update = f"UPDATE ticket_words SET {column} = {column} || ' ' || :words WHERE rowid = :row AND {room}"  # noqa: S608
            self._sql.run(_text(update), {"row": _row(org_id, number), "words": " ".join(words)})
            return
        columns = ["everything", "public"] if visibility is Visibility.PUBLIC else ["everything"]
        longer = ", ".join(
            f"{c} = CASE WHEN length({c}) + :many > {FULL} THEN {c} ELSE {c} || array_to_tsvector(CAST(:words AS text[])) END"
            for c in columns
        )
        update = f"UPDATE ticket_words SET {longer} WHERE org_id = :org AND number = :number"  # noqa: S608
        self._sql.run(_text(update), {"org": org_id, "number": number, "words": words, "many": len(words)})

    def replace(self, org_id: int, number: int, public: Iterable[str], internal: Iterable[str]) -> None:
        """These are the ticket's words now, and no others."""
        own, notes = ([word for text in texts for word in words_of(text)] for texts in (public, internal))
        if self._sql.is_sqlite:
            update = "UPDATE ticket_words SET public = :own, internal = :notes WHERE rowid = :row"
            words = {"own": " ".join(own)[:FULL_SIGNS], "notes": " ".join(notes)[:FULL_SIGNS]}
            self._sql.run(_text(update), {"row": _row(org_id, number), **words})
            return
        vectors = ", ".join(f"{c} = array_to_tsvector(CAST(:{c} AS text[]))" for c in ("public", "everything"))
        every = {"public": own, "everything": [*own, *notes]}
        update = f"UPDATE ticket_words SET {vectors} WHERE org_id = :org AND number = :number"  # noqa: S608
        values = {name: [word_of_org(org_id), *dict.fromkeys(words[:FULL])] for name, words in every.items()}
        self._sql.run(_text(update), {"org": org_id, "number": number, **values})

    def matching(self, org_id: int, question: str, *, internal: bool) -> sa.TextClause | None:
        """A subquery of the numbers of this organisation's tickets that have every word, the last one perhaps only begun.

        None when the question has no word.
        """
        words = words_of(question)[:MOST_ASKED]
        if not words:
            return None
        return (self._sqlite if self._sql.is_sqlite else self._postgresql)(org_id, words, internal)

    def any_of(self, org_id: int, beginnings: Iterable[str], *, before: int) -> sa.TextClause | None:
        """A subquery of the numbers of tickets in whose public words any of these begins one: of the newest ones before `before`.

        None when there is no word.
        """
        words = words_of(" ".join(beginnings))[:MOST_ASKED]
        if not words:
            return None
        first = max(before - NEWEST, 0)
        if self._sql.is_sqlite:
            asked = f'org : "{org_id}" AND public : (' + " OR ".join(f'"{word}" *' for word in words) + ")"
            select = (
                "SELECT rowid & 4294967295 FROM ticket_words WHERE ticket_words MATCH :any_of AND rowid > :first_row "
                "ORDER BY rowid DESC LIMIT 200"
            )
            return sa.text(select).bindparams(any_of=asked, first_row=_row(org_id, first))
        asked = f"'{word_of_org(org_id)}' & (" + " | ".join(f"'{word}':*" for word in words) + ")"
        select = (
            "SELECT number FROM ticket_words WHERE public @@ CAST(:any_of AS tsquery) AND org_id = :org AND number > :first_row "
            "ORDER BY number DESC LIMIT 200"
        )
        return sa.text(select).bindparams(any_of=asked, org=org_id, first_row=first)

    def _sqlite(self, org_id: int, words: Iterable[str], internal: bool) -> sa.TextClause:
        columns = "{public internal}" if internal else "public"
        *whole, last = [f'"{word}"' for word in words]
        asked = " AND ".join([f'org : "{org_id}"', *(f"{columns} : {word}" for word in whole), f"{columns} : {last} *"])
        tag = "all" if internal else "own"
        select = f"SELECT rowid & 4294967295 FROM ticket_words WHERE ticket_words MATCH :asked_{tag}"  # noqa: S608
        return sa.text(select).bindparams(**{f"asked_{tag}": asked})

    def _postgresql(self, org_id: int, words: Iterable[str], internal: bool) -> sa.TextClause:
        *whole, last = [f"'{word}'" for word in words]
        asked = " & ".join([f"'{word_of_org(org_id)}'", *whole, f"{last}:*"])
        column = "everything" if internal else "public"
        select = f"SELECT number FROM ticket_words WHERE {column} @@ CAST(:asked_{column} AS tsquery) AND org_id = :org"  # noqa: S608
        return sa.text(select).bindparams(**{f"asked_{column}": asked, "org": org_id})


_text = cache(sa.text)


def _row(org_id: int, number: int) -> int:
    """FTS5 knows a row by one number: the organisation above, the ticket's below."""
    return (org_id << 32) | number


def word_of_org(org_id: int) -> str:
    """No word of a text begins with a colon, and none that is only begun leads here."""
    return f":{org_id}"
