"""One transaction, and the only place that commits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import sqlalchemy as sa
import structlog

from app.events import Event
from app.ports import Keeping, Leaving
from app.tickets.model import Ticket
from storage.absences import Absences
from storage.assignment import Assignments
from storage.attachments import Attachments
from storage.audiences import Audiences
from storage.audits import Audits
from storage.cache import Cache
from storage.categories import Categories
from storage.choices import Choices
from storage.clocks import Clocks
from storage.comments import Comments
from storage.deliveries import Deliveries
from storage.early_replies import EarlyReplies
from storage.engine import READING, DatabaseUnavailable, is_sqlite, speaking_plainly
from storage.followers import Followers
from storage.held import HeldReplies
from storage.held_edits import HeldEdits
from storage.inbox import Inbox
from storage.links import Duplicates, KnownIssues, Reporters
from storage.operations import Operations
from storage.organisations import Organisations
from storage.people import People
from storage.policies import Policies
from storage.posts import Posts
from storage.private_chats import PrivateChats
from storage.questions import Questions
from storage.reports import Reports
from storage.request_channels import RequestChannels
from storage.search import Search
from storage.silences import Silences
from storage.sql import Sql
from storage.teams import Teams
from storage.tickets import Tickets
from storage.trail import Trail
from storage.usual_answers import UsualAnswers
from storage.utterances import Utterances
from storage.wakeup import Announcer
from storage.workspaces import Workspaces

log = structlog.get_logger(__name__)


class Transaction:
    """`app.ports.Tx` on one connection."""

    def __init__(self, connection: sa.Connection, cache: Cache, keeping: Keeping | None = None) -> None:
        sql = self._sql = Sql(connection, cache)
        search = Search(sql)
        self.connection = connection
        self.has_planned = False
        self._recorded: list[tuple[Ticket, Event]] = []
        self.inbox = Inbox(sql)
        self.organisations = Organisations(sql)
        self.workspaces = Workspaces(sql)
        self.people = People(sql)
        self.teams = Teams(sql)
        self.categories = Categories(sql)
        self.request_channels = RequestChannels(sql)
        self.audiences = Audiences(sql)
        self.policies = Policies(sql)
        self.tickets = Tickets(sql, search, self._recorded, partial(keeping, self) if keeping else _nothing)
        self.clocks = Clocks(sql)
        self.silences = Silences(sql)
        self.comments = Comments(sql, search)
        self.utterances = Utterances(sql)
        self.held = HeldReplies(sql)
        self.held_edits = HeldEdits(sql)
        self.private_chats = PrivateChats(sql)
        self.early_replies = EarlyReplies(sql)
        self.questions = Questions(sql)
        self.attachments = Attachments(sql)
        self.posts = Posts(sql)
        self.deliveries = Deliveries(sql, self._plan)
        self.operations = Operations(sql)
        self.absences = Absences(sql)
        self.assignments = Assignments(sql)
        self.reports = Reports(sql)
        self.audits = Audits(sql)
        self.usual_answers = UsualAnswers(sql)
        self.followers = Followers(sql)
        self.choices = Choices(sql)
        self.duplicates = Duplicates(sql, search)
        self.reporters = Reporters(sql)
        self.known_issues = KnownIssues(sql)
        self.trail = Trail(sql)

    @property
    def recorded(self) -> list[tuple[Ticket, Event]]:
        """What happened in this transaction so far, in order."""
        return self._recorded

    def flush(self) -> None:
        """Everything that was left for later is in the database now."""
        self._sql.flush()

    def _plan(self) -> None:
        self.has_planned = True


def _nothing(_ticket: Ticket) -> None:
    """Tickets without clocks: storage by itself."""


class _Batch(threading.local):
    """The group commit that is open on this thread, if there is one."""

    connection: sa.Connection | None = None
    has_planned = False


class Store:
    """Opens transactions on one database. `leaving` is asked once before each of them commits, `keeping` before each ticket is
    stored.
    """

    def __init__(self, engine: sa.Engine, leaving: Leaving | None = None, keeping: Keeping | None = None) -> None:
        self.engine = engine
        self._keeping = keeping
        self.leaving = leaving
        self._batch = _Batch()
        self._cache = Cache()
        self._announcer = None if is_sqlite(engine) else Announcer(engine.url)
        self._callbacks: list[Callable[[], None]] = [] if self._announcer is None else [self._announcer.tell]

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call it after every commit that planned deliveries, in the thread that committed. It must return at once."""
        self._callbacks.append(callback)

    @contextmanager
    def open(self) -> Iterator[Transaction]:
        """One transaction: committed when the block ends, rolled back when it raises.

        Inside `batch()` it is a savepoint, and true when the batch is committed. Raises Stale when another transaction was
        faster and DatabaseUnavailable when the database does not answer.
        """
        if self._batch.connection is not None:
            with self._savepoint(self._batch.connection) as tx:
                yield tx
            return
        with speaking_plainly(), self.engine.begin() as connection:
            tx = Transaction(connection, self._cache, self._keeping)
            yield tx
            self._leave(tx)
        if tx.has_planned:
            self._tell()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction that only reads: it sees one state of the database, never waits for a writer, and is rolled back."""
        with speaking_plainly(), self.engine.connect() as connection:
            reader = connection.execution_options(**_reading_options(connection))
            with reader.begin() as transaction:
                yield Transaction(reader, self._cache, self._keeping)
                transaction.rollback()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Group commit: every `open()` on this thread is a savepoint of one transaction, which commits when the block ends."""
        batch = self._batch
        try:
            with speaking_plainly(), self.engine.begin() as connection:
                batch.connection, batch.has_planned = connection, False
                yield
                _still_open(connection)
        finally:
            batch.connection = None
        if batch.has_planned:
            self._tell()

    @contextmanager
    def _savepoint(self, connection: sa.Connection) -> Iterator[Transaction]:
        _still_open(connection)
        with speaking_plainly(), connection.begin_nested():
            tx = Transaction(connection, self._cache, self._keeping)
            yield tx
            self._leave(tx)
        self._batch.has_planned |= tx.has_planned

    def _leave(self, tx: Transaction) -> None:
        if self.leaving is not None:
            self.leaving(tx)
        tx.flush()

    def _tell(self) -> None:
        for callback in self._callbacks:
            try:
                callback()
            except Exception:  # it is committed: nobody may believe that it is not
                log.exception("storage.after_commit_failed")

    def close(self) -> None:
        if self._announcer is not None:
            self._announcer.close()
        self.engine.dispose()


def _reading_options(connection: sa.Connection) -> dict[str, Any]:
    return {READING: True} if is_sqlite(connection) else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _still_open(connection: sa.Connection) -> None:
    """SQLite ends the whole transaction by itself on some errors (a full disk): what came before is then gone as well."""
    raw = connection.connection.dbapi_connection
    if is_sqlite(connection) and not getattr(raw, "in_transaction", True):
        raise DatabaseUnavailable("The database ended the transaction by itself; nothing of this batch was kept.")
