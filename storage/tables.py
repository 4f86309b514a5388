"""Every table. A dataclass is built from its row: field names are column names.

The organisation leads every primary key and every index, so that one organisation's work never walks through another's.
Exceptions: `workspaces` is asked by its platform id, because that is what finds the organisation; leases, heartbeats and
findings belong to the installation. The full text index is in `search.py`, because each database has its own kind.
Every text has a CHECK on its length, because SQLite ignores the length of a varchar.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.people.model import Intake, Platform, Role
from app.people.model import Kind as PersonKind
from app.posts.model import DeliveryKind, DeliveryState, PostKind
from app.posts.model import Kind as PlaceKind
from app.sla.terms import ClockKind, Phase, Why
from app.text import DETAILS, NAME, SUMMARY
from app.tickets.comment import Visibility
from app.tickets.model import Priority, Status, Via
from storage.types import Document, Moment, Words

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(column_1_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

KEY = 255
"""Longest id a platform gives (Teams conversations are the longest), and longest key of ours."""

INBOX_KEY = 600
LINK = 2000
REASON = 2000
SOURCE = 1_000_000
BELONGING = ("own", "verbatim", "answered")


def text(name: str, limit: int, *, null: bool = False, key: bool = False) -> list[Any]:
    """A text column of at most `limit` characters, with its CHECK."""
    column = sa.Column(name, Words, primary_key=key, nullable=null)
    return [column, sa.CheckConstraint(f'length("{name}") <= {limit}', name=f"{name}_length")]


def one_of(name: str, words: Any, *, empty: bool = False, null: bool = False, key: bool = False) -> list[Any]:
    """A text column that holds one of an enumeration's words."""
    allowed = ", ".join(f"'{word}'" for word in [*words, *([""] if empty else [])])
    column = sa.Column(name, Words, primary_key=key, nullable=null)
    return [column, sa.CheckConstraint(f'"{name}" IN ({allowed})', name=f"{name}_known")]


def number(name: str, *, null: bool = False, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, primary_key=key, nullable=null, autoincrement=False)


def moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Moment, nullable=null)


def yes_no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def document(name: str) -> sa.Column[Any]:
    return sa.Column(name, Document, nullable=False)


def wording() -> list[Any]:
    """How a message reads now: its formatting, the platform's own order of what was done to it, and whether anything was."""
    no = [sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()) for name in ("edited", "removed")]
    return [sa.Column("body", Document), sa.Column("stamp", sa.BigInteger, nullable=False, server_default="0"), *no]


def org(*, key: bool = True) -> sa.Column[int]:
    return number("org_id", key=key)


def refers(table: str, column: str, target: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["org_id", column], [f"{table}.org_id", f"{table}.{target}"])


def numbered(table: sa.Table) -> sa.Table:
    """Its ids come from a sequence on PostgreSQL (see `storage.sql.numbered`)."""
    sa.Sequence(f"{table.name}_id", metadata=metadata)
    return table


organisations = sa.Table(
    "organisations", metadata, number("id", key=True), *text("name", NAME), *text("locale", 35), *text("timezone", 64),
    number("last_ticket"), sa.Column("generation", sa.Text, nullable=False, server_default=""),
)  # fmt: skip

workspaces = numbered(
    sa.Table(
        "workspaces", metadata, org(), number("id", key=True), *one_of("platform", Platform), *text("external_id", KEY),
        *text("name", NAME), *text("url", LINK), *text("service_url", LINK), *text("bot_user", KEY), *text("bot_id", KEY),
        *text("app_id", KEY), yes_no("active"), sa.Index("ix_workspaces_external", "platform", "external_id", unique=True),
    )
)  # fmt: skip

people = numbered(
    sa.Table(
        "people", metadata, org(), number("id", key=True), *text("name", NAME), *text("email", 320), *text("email_key", 640),
        *text("locale", 35), *text("platform_locale", 35), *text("timezone", 64), *one_of("kind", PersonKind), yes_no("active"),
        yes_no("admin"), moment("created_at"), moment("updated_at"),
        sa.Index("ix_people_email", "org_id", "email_key"),
    )
)  # fmt: skip

identities = sa.Table(
    "identities", metadata, org(), *one_of("platform", Platform, key=True), *text("user", KEY, key=True), *text("workspace",
    KEY, key=True),
    number("person_id"), *text("name", NAME), *text("conversation", KEY), refers("people", "person_id"),
    sa.Index("ix_identities_person", "org_id", "person_id"),
)  # fmt: skip

teams = numbered(
    sa.Table(
        "teams", metadata, org(), number("id", key=True), *text("key", KEY), *text("name", NAME), document("triage"),
        document("escalation"),
        *text("calendar", KEY), *text("sla", KEY), yes_no("active"), number("position"),
        sa.Index("ix_teams_key", "org_id", "key", unique=True),
    )
)  # fmt: skip

members = sa.Table(
    "members", metadata, org(), number("team_id", key=True), number("position", key=True), number("person_id"), *one_of("role",
    Role),
    *text("ref", 600), refers("teams", "team_id"), refers("people", "person_id"),
    sa.Index("ix_members_person", "org_id", "person_id"),
)  # fmt: skip

categories = numbered(
    sa.Table(
        "categories", metadata, org(), number("id", key=True), *text("key", KEY), *text("name", NAME), number("team_id"),
        *one_of("priority", Priority, empty=True), document("keywords"), yes_no("active"), number("position"), refers("teams",
        "team_id"),
        sa.Index("ix_categories_key", "org_id", "key", unique=True),
    )
)  # fmt: skip

request_channels = sa.Table(
    "request_channels", metadata, org(), *one_of("platform", Platform, key=True), *text("channel", KEY, key=True),
    number("team_id"),
    *one_of("intake", Intake), number("position"), refers("teams", "team_id"),
)  # fmt: skip

policies = sa.Table(
    "policies", metadata, org(), number("version", key=True), document("document"), *text("source", SOURCE), moment("at"),
)  # fmt: skip

inbox = sa.Table(
    "inbox", metadata, org(), *text("key", INBOX_KEY, key=True), moment("at"),
    sa.Index("ix_inbox_at", "org_id", "at"),
)  # fmt: skip

# `open_rank` is the priority's rank while the ticket is open (ten less while it is snoozed) and NULL afterwards: the queues'
# index holds open tickets only. `wakes_at` is when the desk looks at it by itself, NULL where it need not.
tickets = sa.Table(
    "tickets", metadata, org(), number("number", key=True), *text("summary", SUMMARY), *text("details", DETAILS),
    *one_of("status", Status),
    *one_of("priority", Priority), *text("priority_reason", KEY), number("open_rank", null=True), number("team_id"),
    number("category_id", null=True), number("requester_id"), number("assignee_id", null=True), *one_of("source_platform",
    Platform),
    *text("source_workspace", KEY), *text("source_channel", KEY), *text("source_message", KEY), *text("source_thread", KEY),
    yes_no("source_direct"), *text("source_link", LINK), *one_of("via", Via), moment("created_at"), moment("updated_at"),
    moment("resolved_at", null=True), moment("closed_at", null=True), *text("resolution", DETAILS, null=True),
    *text("closed_how", KEY, null=True), number("version"), moment("quiet_since", null=True),
    sa.Column("told", sa.BigInteger, nullable=False, server_default="0"), moment("told_at", null=True),
    moment("snoozed_at", null=True), moment("snoozed_until", null=True), moment("wakes_at", null=True), *wording(),
    *(sa.Column(f"source_{name}", sa.Boolean, nullable=False, server_default=sa.true()) for name in BELONGING),
    refers("teams", "team_id"), refers("people", "requester_id"),
    sa.Index(
        "ix_tickets_source", "org_id", "source_channel", "source_message", "source_workspace", "source_platform",
        unique=True, sqlite_where=sa.text("source_message <> ''"), postgresql_where=sa.text("source_message <> ''"),
    ),
    sa.Index(
        "ix_tickets_thread", "org_id", "source_channel", "source_thread",
        sqlite_where=sa.text("source_thread <> ''"), postgresql_where=sa.text("source_thread <> ''"),
    ),
    sa.Index("ix_tickets_requester", "org_id", "requester_id", "number"),
    sa.Index(
        "ix_tickets_queue", "org_id", "team_id", "open_rank", "number",
        sqlite_where=sa.text("open_rank IS NOT NULL"), postgresql_where=sa.text("open_rank IS NOT NULL"),
    ),
    sa.Index(
        "ix_tickets_wakes", "org_id", "wakes_at", "number",
        sqlite_where=sa.text("wakes_at IS NOT NULL"), postgresql_where=sa.text("wakes_at IS NOT NULL"),
    ),
    sa.Index(
        "ix_tickets_assignee", "org_id", "assignee_id", sqlite_where=sa.text("open_rank IS NOT NULL AND assignee_id IS NOT NULL"),
        postgresql_where=sa.text("open_rank IS NOT NULL AND assignee_id IS NOT NULL"),
    ),
)  # fmt: skip

history = sa.Table(
    "history", metadata, org(), number("ticket", key=True), number("seq", key=True), *text("event", KEY), moment("at"),
    number("by_id", null=True), document("changes"), yes_no("internal"), refers("tickets", "ticket", "number"),
)  # fmt: skip

comments = numbered(
    sa.Table(
        "comments", metadata, org(), number("id", key=True), number("ticket"), number("author_id", null=True),
        *one_of("visibility", Visibility), *text("text", DETAILS), moment("at"), *text("platform", 20), *text("channel", KEY),
        *text("message", KEY), *wording(), sa.Column("joined", sa.Boolean, nullable=False, server_default=sa.false()),
        number("became", null=True), refers("tickets", "ticket", "number"),
        sa.Index("ix_comments_ticket", "org_id", "ticket", "id"),
    )
)  # fmt: skip

posts = numbered(
    sa.Table(
        "posts", metadata, org(), number("id", key=True), number("ticket"), *one_of("kind", PostKind), *one_of("platform",
        Platform),
        *text("workspace", KEY), *one_of("place", PlaceKind), *text("place_channel", KEY), *text("thread", KEY), *text("user",
        KEY),
        *text("locale", 35), number("viewer_id", null=True), *text("message", KEY), *text("channel", KEY), yes_no("gone"),
        number("comment", null=True), number("under", null=True),
        refers("tickets", "ticket", "number"),
        sa.Index("ix_posts_ticket", "org_id", "ticket"),
        sa.Index(
            "ix_posts_comment", "org_id", "comment", sqlite_where=sa.text("comment IS NOT NULL"),
            postgresql_where=sa.text("comment IS NOT NULL"),
        ),
        sa.Index(
            "ix_posts_message", "org_id", "channel", "message",
            sqlite_where=sa.text("message <> ''"), postgresql_where=sa.text("message <> ''"),
        ),
    )
)  # fmt: skip

# `due_at` is when a worker should look at it: `not_before` while it waits, the lease's end while it is being sent, else NULL.
# `unique_key` stays on a card for ever (one row per post) and on anything else until it has left.
deliveries = numbered(
    sa.Table(
        "deliveries", metadata, org(), number("id", key=True), *one_of("kind", DeliveryKind), *text("lane", 2 * KEY),
        *one_of("platform", Platform),
        *text("workspace", KEY), *one_of("place", PlaceKind), *text("channel", KEY), *text("thread", KEY), *text("user", KEY),
        moment("created_at"), moment("not_before"), *one_of("state", DeliveryState), yes_no("urgent"), number("ticket",
        null=True),
        number("post_id", null=True), number("viewer_id", null=True), *text("locale", 35), document("payload"), number("wanted"),
        number("sent"), number("attempts"), yes_no("uncertain"), *text("error", REASON), moment("lease_until", null=True),
        moment("due_at", null=True), *text("unique_key", 2 * KEY, null=True),
        sa.Index("ix_deliveries_unique", "org_id", "unique_key", unique=True),
        sa.Index(
            "ix_deliveries_due", "org_id", "lane", "due_at",
            sqlite_where=sa.text("due_at IS NOT NULL"), postgresql_where=sa.text("due_at IS NOT NULL"),
        ),
    )
)  # fmt: skip

# `used` and `over` are microseconds of working time. `next_at` is when the watch looks at a clock, NULL where it need not.
clocks = sa.Table(
    "clocks", metadata, org(), number("ticket", key=True), *one_of("kind", ClockKind, key=True), *one_of("phase", Phase),
    *text("sla", KEY), *text("calendar", KEY), *text("target", KEY), number("version"), number("revision"), number("used"),
    moment("since", null=True), moment("due_at", null=True), moment("warn_at", null=True), moment("next_at", null=True),
    moment("warned_at", null=True), moment("breached_at", null=True), moment("met_at", null=True), number("over"),
    number("level"), number("lines"), moment("held_until", null=True), number("held_by", null=True),
    refers("tickets", "ticket", "number"),
    sa.Index(
        "ix_clocks_next", "org_id", "next_at",
        sqlite_where=sa.text("next_at IS NOT NULL"), postgresql_where=sa.text("next_at IS NOT NULL"),
    ),
    sa.Index(
        "ix_clocks_behind", "org_id", "version", sqlite_where=sa.text("phase IN ('running', 'paused')"),
        postgresql_where=sa.text("phase IN ('running', 'paused')"),
    ),
)  # fmt: skip

clock_changes = sa.Table(
    "clock_changes", metadata, org(), number("ticket", key=True), *one_of("kind", ClockKind, key=True), number("seq", key=True),
    moment("at"), *one_of("why", Why), *one_of("phase", Phase), *text("sla", KEY), *text("calendar", KEY), *text("target", KEY),
    number("version"), number("used"), moment("due_at", null=True), refers("tickets", "ticket", "number"),
)  # fmt: skip

# The primary key is what makes a warning, a breach and each step above it happen once.
milestones = sa.Table(
    "milestones", metadata, org(), number("ticket", key=True), *one_of("kind", ClockKind, key=True), number("revision", key=True),
    number("level", key=True), moment("due_at"), moment("at"), refers("tickets", "ticket", "number"),
)  # fmt: skip

# An alert that several tickets share; the post itself names the first of them.
alert_tickets = sa.Table(
    "alert_tickets", metadata, org(), number("ticket", key=True), number("post_id", key=True),
    refers("tickets", "ticket", "number"), sa.Index("ix_alert_tickets_post", "org_id", "post_id"),
)  # fmt: skip

lanes = sa.Table("lanes", metadata, org(), *text("lane", 2 * KEY, key=True), moment("busy_until"), *text("holder", KEY))

leases = sa.Table("leases", metadata, *text("name", KEY, key=True), *text("holder", KEY), moment("until"))

heartbeats = sa.Table("heartbeats", metadata, *text("worker", KEY, key=True), moment("at"), *text("version", KEY))

findings = sa.Table("findings", metadata, *text("id", KEY, key=True), *text("detail", REASON), moment("at"))
