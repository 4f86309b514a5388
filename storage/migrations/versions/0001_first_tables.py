"""The first tables.

Running old code: there is none.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEQUENCES = (
    "categories_id", "comments_id", "deliveries_id", "people_id", "posts_id", "teams_id", "workspaces_id",
)

TABLES = (
    "organisations", "workspaces", "people", "identities", "teams", "members", "categories", "request_channels", "policies",
    "inbox", "leases", "heartbeats", "findings", "tickets", "history", "comments", "posts", "deliveries", "lanes",
)

WORDS_SQLITE = (
    "CREATE VIRTUAL TABLE ticket_words USING fts5(org, public, internal, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc Me'\")"
)
WORDS_POSTGRESQL = (
    "CREATE TABLE ticket_words (org_id BIGINT NOT NULL, number BIGINT NOT NULL, "
    "public TSVECTOR NOT NULL, everything TSVECTOR NOT NULL, "
    "CONSTRAINT pk_ticket_words PRIMARY KEY (org_id, number), "
    "CONSTRAINT fk_ticket_words_org_id_number FOREIGN KEY (org_id, number) REFERENCES tickets (org_id, number))",
    "CREATE INDEX ix_ticket_words_public ON ticket_words USING gin (public)",
    "CREATE INDEX ix_ticket_words_everything ON ticket_words USING gin (everything)",
)


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def text(name: str, limit: int, *, null: bool = False) -> list[Any]:
    check = sa.CheckConstraint(f'length("{name}") <= {limit}', name=f"{name}_length")
    return [sa.Column(name, sa.Text(), nullable=null), check]


def one_of(name: str, allowed: str, *, null: bool = False) -> list[Any]:
    return [sa.Column(name, sa.Text(), nullable=null), sa.CheckConstraint(f'"{name}" IN ({allowed})', name=f"{name}_known")]


def number(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=null, autoincrement=False)


def yes_no(name: str) -> Any:
    return sa.Column(name, sa.Boolean(), nullable=False)


def moment(name: str, *, null: bool = False) -> Any:
    """An instant in UTC; on SQLite text of fixed width that sorts as time does."""
    return sa.Column(name, sa.DateTime(timezone=True) if is_postgresql() else sa.Text(), nullable=null)


def document(name: str) -> Any:
    return sa.Column(name, JSONB() if is_postgresql() else sa.JSON(), nullable=False)


def key(*names: str) -> Any:
    return sa.PrimaryKeyConstraint(*names, name="pk")


def refers(target: str, column: str, to: str = "id") -> Any:
    return sa.ForeignKeyConstraint(["org_id", column], [f"{target}.org_id", f"{target}.{to}"], name=f"org_id_{column}")


def table(name: str, *parts: Any) -> None:
    kinds = {sa.PrimaryKeyConstraint: "pk", sa.ForeignKeyConstraint: "fk", sa.CheckConstraint: "ck"}
    for part in parts:
        if kind := kinds.get(type(part)):
            part.name = op.f(f"pk_{name}" if kind == "pk" else f"{kind}_{name}_{part.name}")
    op.create_table(name, *parts)


def index(name: str, on: str, *columns: str, unique: bool = False, where: str = "") -> None:
    condition: dict[str, Any] = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
    op.create_index(name, on, list(columns), unique=unique, **condition)


def upgrade() -> None:
    for name in SEQUENCES if is_postgresql() else ():
        op.execute(sa.schema.CreateSequence(sa.Sequence(name)))
    people_and_teams()
    installation()
    tickets()
    outbox()
    for statement in WORDS_POSTGRESQL if is_postgresql() else (WORDS_SQLITE,):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE ticket_words")
    for name in reversed(TABLES):
        op.drop_table(name)
    for name in SEQUENCES if is_postgresql() else ():
        op.execute(sa.schema.DropSequence(sa.Sequence(name)))


def people_and_teams() -> None:
    table(
        "organisations",
        number("id"), *text("name", 200), *text("locale", 35), *text("timezone", 64), number("last_ticket"), key("id"),
    )
    table(
        "workspaces",
        number("org_id"), number("id"), *one_of("platform", "'slack', 'teams'"), *text("external_id", 255), *text("name", 200),
        *text("url", 2000), *text("service_url", 2000), *text("bot_user", 255), *text("bot_id", 255), *text("app_id", 255),
        yes_no("active"), key("org_id", "id"),
    )
    index("ix_workspaces_external", "workspaces", "platform", "external_id", unique=True)
    table(
        "people",
        number("org_id"), number("id"), *text("name", 200), *text("email", 320), *text("email_key", 640), *text("locale", 35),
        *text("platform_locale", 35), *text("timezone", 64), *one_of("kind", "'employee', 'guest', 'external'"),
        yes_no("active"), yes_no("admin"), moment("created_at"), moment("updated_at"), key("org_id", "id"),
    )
    index("ix_people_email", "people", "org_id", "email_key")
    table(
        "identities",
        number("org_id"), *one_of("platform", "'slack', 'teams'"), *text("user", 255), *text("workspace", 255),
        number("person_id"), *text("name", 200), *text("conversation", 255), key("org_id", "platform", "user", "workspace"),
        refers("people", "person_id"),
    )
    index("ix_identities_person", "identities", "org_id", "person_id")
    table(
        "teams",
        number("org_id"), number("id"), *text("key", 255), *text("name", 200), document("triage"), document("escalation"),
        *text("calendar", 255), *text("sla", 255), yes_no("active"), number("position"), key("org_id", "id"),
    )
    index("ix_teams_key", "teams", "org_id", "key", unique=True)
    table(
        "members",
        number("org_id"), number("team_id"), number("position"), number("person_id"),
        *one_of("role", "'agent', 'lead', 'manager'"), *text("ref", 600), key("org_id", "team_id", "position"),
        refers("people", "person_id"), refers("teams", "team_id"),
    )
    index("ix_members_person", "members", "org_id", "person_id")
    table(
        "categories",
        number("org_id"), number("id"), *text("key", 255), *text("name", 200), number("team_id"),
        *one_of("priority", "'low', 'normal', 'high', 'urgent', ''"), document("keywords"), yes_no("active"),
        number("position"), key("org_id", "id"), refers("teams", "team_id"),
    )
    index("ix_categories_key", "categories", "org_id", "key", unique=True)
    table(
        "request_channels",
        number("org_id"), *one_of("platform", "'slack', 'teams'"), *text("channel", 255), number("team_id"),
        *one_of("intake", "'every_message', 'nudge', 'on_request'"), number("position"), key("org_id", "platform", "channel"),
        refers("teams", "team_id"),
    )
    table(
        "policies",
        number("org_id"), number("version"), document("document"), *text("source", 1000000), moment("at"),
        key("org_id", "version"),
    )


def installation() -> None:
    table(
        "inbox",
        number("org_id"), *text("key", 600), moment("at"), key("org_id", "key"),
    )
    index("ix_inbox_at", "inbox", "org_id", "at")
    table(
        "leases",
        *text("name", 255), *text("holder", 255), moment("until"), key("name"),
    )
    table(
        "heartbeats",
        *text("worker", 255), moment("at"), *text("version", 255), key("worker"),
    )
    table(
        "findings",
        *text("id", 255), *text("detail", 2000), moment("at"), key("id"),
    )


def tickets() -> None:
    table(
        "tickets",
        number("org_id"), number("number"), *text("summary", 200), *text("details", 40000),
        *one_of("status", "'new', 'in_progress', 'waiting', 'resolved', 'closed'"),
        *one_of("priority", "'low', 'normal', 'high', 'urgent'"), *text("priority_reason", 255), number("open_rank", null=True),
        number("team_id"), number("category_id", null=True), number("requester_id"), number("assignee_id", null=True),
        *one_of("source_platform", "'slack', 'teams'"), *text("source_workspace", 255), *text("source_channel", 255),
        *text("source_message", 255), *text("source_thread", 255), yes_no("source_direct"), *text("source_link", 2000),
        *one_of("via", "'message', 'mention', 'direct', 'command', 'shortcut', 'reaction', 'form'"), moment("created_at"),
        moment("updated_at"), moment("resolved_at", null=True), moment("closed_at", null=True),
        *text("resolution", 40000, null=True), *text("closed_how", 255, null=True), number("version"), key("org_id", "number"),
        refers("people", "requester_id"), refers("teams", "team_id"),
    )
    index("ix_tickets_queue", "tickets", "org_id", "team_id", "open_rank", "number", where="open_rank IS NOT NULL")
    index("ix_tickets_requester", "tickets", "org_id", "requester_id", "number")
    index("ix_tickets_source", "tickets", "org_id", "source_channel", "source_message", "source_workspace", "source_platform", unique=True, where="source_message <> ''")
    index("ix_tickets_thread", "tickets", "org_id", "source_channel", "source_thread", where="source_thread <> ''")
    table(
        "history",
        number("org_id"), number("ticket"), number("seq"), *text("event", 255), moment("at"), number("by_id", null=True),
        document("changes"), yes_no("internal"), key("org_id", "ticket", "seq"), refers("tickets", "ticket", "number"),
    )
    table(
        "comments",
        number("org_id"), number("id"), number("ticket"), number("author_id", null=True),
        *one_of("visibility", "'public', 'internal'"), *text("text", 40000), moment("at"), *text("platform", 20),
        *text("channel", 255), *text("message", 255), key("org_id", "id"), refers("tickets", "ticket", "number"),
    )
    index("ix_comments_ticket", "comments", "org_id", "ticket", "id")
    table(
        "posts",
        number("org_id"), number("id"), number("ticket"), *one_of("kind", "'triage', 'requester'"),
        *one_of("platform", "'slack', 'teams'"), *text("workspace", 255),
        *one_of("place", "'channel', 'direct', 'private', 'home'"), *text("place_channel", 255), *text("thread", 255),
        *text("user", 255), *text("locale", 35), number("viewer_id", null=True), *text("message", 255), *text("channel", 255),
        yes_no("gone"), key("org_id", "id"), refers("tickets", "ticket", "number"),
    )
    index("ix_posts_message", "posts", "org_id", "channel", "message", where="message <> ''")
    index("ix_posts_ticket", "posts", "org_id", "ticket")


def outbox() -> None:
    table(
        "deliveries",
        number("org_id"), number("id"), *one_of("kind", "'card', 'say', 'home', 'read'"), *text("lane", 510),
        *one_of("platform", "'slack', 'teams'"), *text("workspace", 255),
        *one_of("place", "'channel', 'direct', 'private', 'home'"), *text("channel", 255), *text("thread", 255),
        *text("user", 255), moment("created_at"), moment("not_before"),
        *one_of("state", "'waiting', 'sending', 'done', 'dead'"), yes_no("urgent"), number("ticket", null=True),
        number("post_id", null=True), number("viewer_id", null=True), *text("locale", 35), document("payload"),
        number("wanted"), number("sent"), number("attempts"), yes_no("uncertain"), *text("error", 2000),
        moment("lease_until", null=True), moment("due_at", null=True), *text("unique_key", 510, null=True), key("org_id", "id"),
    )
    index("ix_deliveries_due", "deliveries", "org_id", "lane", "due_at", where="due_at IS NOT NULL")
    index("ix_deliveries_unique", "deliveries", "org_id", "unique_key", unique=True)
    table(
        "lanes",
        number("org_id"), *text("lane", 510), moment("busy_until"), *text("holder", 255), key("org_id", "lane"),
    )
