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

SEQUENCES = ["categories_id", "comments_id", "deliveries_id", "people_id", "posts_id", "teams_id", "workspaces_id"]

TABLES = [
    "deliveries",
    "findings",
    "heartbeats",
    "inbox",
    "lanes",
    "leases",
    "organisations",
    "people",
    "policies",
    "teams",
    "workspaces",
    "categories",
    "identities",
    "members",
    "request_channels",
    "tickets",
    "comments",
    "history",
    "posts",
]


def moment() -> Any:
    """An instant in UTC; on SQLite text of fixed width that sorts as time does."""
    return sa.DateTime(timezone=True) if op.get_bind().dialect.name == "postgresql" else sa.Text()


def document() -> Any:
    return JSONB() if op.get_bind().dialect.name == "postgresql" else sa.JSON()


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        for name in SEQUENCES:
            op.execute(sa.schema.CreateSequence(sa.Sequence(name)))
    op.create_table(
        "deliveries",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("not_before", moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("post_id", sa.BigInteger(), nullable=True),
        sa.Column("viewer_id", sa.BigInteger(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("payload", document(), nullable=False),
        sa.Column("wanted", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("lease_until", moment(), nullable=True),
        sa.Column("due_at", moment(), nullable=True),
        sa.Column("unique_key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("org_id", "id", name="pk_deliveries"),
        sa.CheckConstraint("\"platform\" IN ('slack', 'teams')", name=op.f("ck_deliveries_ck_deliveries_platform_known")),
        sa.CheckConstraint('length("channel") <= 255', name=op.f("ck_deliveries_ck_deliveries_channel_length")),
        sa.CheckConstraint('length("thread") <= 255', name=op.f("ck_deliveries_ck_deliveries_thread_length")),
        sa.CheckConstraint('length("user") <= 255', name=op.f("ck_deliveries_ck_deliveries_user_length")),
        sa.CheckConstraint(
            "\"place\" IN ('channel', 'direct', 'private', 'home')", name=op.f("ck_deliveries_ck_deliveries_place_known")
        ),
        sa.CheckConstraint('length("workspace") <= 255', name=op.f("ck_deliveries_ck_deliveries_workspace_length")),
        sa.CheckConstraint(
            "\"state\" IN ('waiting', 'sending', 'done', 'parked', 'dead')", name=op.f("ck_deliveries_ck_deliveries_state_known")
        ),
        sa.CheckConstraint('length("unique_key") <= 510', name=op.f("ck_deliveries_ck_deliveries_unique_key_length")),
        sa.CheckConstraint('length("error") <= 2000', name=op.f("ck_deliveries_ck_deliveries_error_length")),
        sa.CheckConstraint('length("lane") <= 510', name=op.f("ck_deliveries_ck_deliveries_lane_length")),
        sa.CheckConstraint('length("locale") <= 35', name=op.f("ck_deliveries_ck_deliveries_locale_length")),
        sa.CheckConstraint("\"kind\" IN ('card', 'say', 'home', 'read')", name=op.f("ck_deliveries_ck_deliveries_kind_known")),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["org_id", "lane", "due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_deliveries_unique", "deliveries", ["org_id", "unique_key"], unique=True)
    op.create_table(
        "findings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sa.CheckConstraint('length("id") <= 255', name=op.f("ck_findings_ck_findings_id_length")),
        sa.CheckConstraint('length("detail") <= 2000', name=op.f("ck_findings_ck_findings_detail_length")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name="pk_heartbeats"),
        sa.CheckConstraint('length("worker") <= 255', name=op.f("ck_heartbeats_ck_heartbeats_worker_length")),
        sa.CheckConstraint('length("version") <= 255', name=op.f("ck_heartbeats_ck_heartbeats_version_length")),
    )
    op.create_table(
        "inbox",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "key", name="pk_inbox"),
        sa.CheckConstraint('length("key") <= 1000', name=op.f("ck_inbox_ck_inbox_key_length")),
    )
    op.create_index("ix_inbox_at", "inbox", ["org_id", "at"], unique=False)
    op.create_table(
        "lanes",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("busy_until", moment(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "lane", name="pk_lanes"),
        sa.CheckConstraint('length("holder") <= 255', name=op.f("ck_lanes_ck_lanes_holder_length")),
        sa.CheckConstraint('length("lane") <= 510', name=op.f("ck_lanes_ck_lanes_lane_length")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
        sa.CheckConstraint('length("holder") <= 255', name=op.f("ck_leases_ck_leases_holder_length")),
        sa.CheckConstraint('length("name") <= 255', name=op.f("ck_leases_ck_leases_name_length")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("last_ticket", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.CheckConstraint('length("name") <= 200', name=op.f("ck_organisations_ck_organisations_name_length")),
        sa.CheckConstraint('length("locale") <= 35', name=op.f("ck_organisations_ck_organisations_locale_length")),
        sa.CheckConstraint('length("timezone") <= 64', name=op.f("ck_organisations_ck_organisations_timezone_length")),
    )
    op.create_table(
        "people",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("platform_locale", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name="pk_people"),
        sa.CheckConstraint('length("name") <= 200', name=op.f("ck_people_ck_people_name_length")),
        sa.CheckConstraint('length("timezone") <= 64', name=op.f("ck_people_ck_people_timezone_length")),
        sa.CheckConstraint('length("locale") <= 35', name=op.f("ck_people_ck_people_locale_length")),
        sa.CheckConstraint('length("email_key") <= 640', name=op.f("ck_people_ck_people_email_key_length")),
        sa.CheckConstraint('length("platform_locale") <= 35', name=op.f("ck_people_ck_people_platform_locale_length")),
        sa.CheckConstraint("\"kind\" IN ('employee', 'guest', 'external')", name=op.f("ck_people_ck_people_kind_known")),
        sa.CheckConstraint('length("email") <= 320', name=op.f("ck_people_ck_people_email_length")),
    )
    op.create_index("ix_people_email", "people", ["org_id", "email_key"], unique=False)
    op.create_table(
        "policies",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("version", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("document", document(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "version", name="pk_policies"),
        sa.CheckConstraint('length("source") <= 1000000', name=op.f("ck_policies_ck_policies_source_length")),
    )
    op.create_table(
        "teams",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("triage", document(), nullable=False),
        sa.Column("escalation", document(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("sla", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name="pk_teams"),
        sa.CheckConstraint('length("name") <= 200', name=op.f("ck_teams_ck_teams_name_length")),
        sa.CheckConstraint('length("key") <= 255', name=op.f("ck_teams_ck_teams_key_length")),
        sa.CheckConstraint('length("calendar") <= 255', name=op.f("ck_teams_ck_teams_calendar_length")),
        sa.CheckConstraint('length("sla") <= 255', name=op.f("ck_teams_ck_teams_sla_length")),
    )
    op.create_index("ix_teams_key", "teams", ["org_id", "key"], unique=True)
    op.create_table(
        "workspaces",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("service_url", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.Text(), nullable=False),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name="pk_workspaces"),
        sa.CheckConstraint('length("url") <= 2000', name=op.f("ck_workspaces_ck_workspaces_url_length")),
        sa.CheckConstraint('length("external_id") <= 255', name=op.f("ck_workspaces_ck_workspaces_external_id_length")),
        sa.CheckConstraint('length("service_url") <= 2000', name=op.f("ck_workspaces_ck_workspaces_service_url_length")),
        sa.CheckConstraint('length("app_id") <= 255', name=op.f("ck_workspaces_ck_workspaces_app_id_length")),
        sa.CheckConstraint("\"platform\" IN ('slack', 'teams')", name=op.f("ck_workspaces_ck_workspaces_platform_known")),
        sa.CheckConstraint('length("name") <= 200', name=op.f("ck_workspaces_ck_workspaces_name_length")),
        sa.CheckConstraint('length("bot_id") <= 255', name=op.f("ck_workspaces_ck_workspaces_bot_id_length")),
        sa.CheckConstraint('length("bot_user") <= 255', name=op.f("ck_workspaces_ck_workspaces_bot_user_length")),
    )
    op.create_index("ix_workspaces_external", "workspaces", ["platform", "external_id"], unique=True)
    op.create_table(
        "categories",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("keywords", document(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name="pk_categories"),
        sa.ForeignKeyConstraint(["org_id", "team_id"], ["teams.org_id", "teams.id"], name="fk_categories_org_id_team_id"),
        sa.CheckConstraint('length("name") <= 200', name=op.f("ck_categories_ck_categories_name_length")),
        sa.CheckConstraint('length("key") <= 255', name=op.f("ck_categories_ck_categories_key_length")),
        sa.CheckConstraint(
            "\"priority\" IN ('low', 'normal', 'high', 'urgent', '')", name=op.f("ck_categories_ck_categories_priority_known")
        ),
    )
    op.create_index("ix_categories_key", "categories", ["org_id", "key"], unique=True)
    op.create_table(
        "identities",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "platform", "user", "workspace", name="pk_identities"),
        sa.ForeignKeyConstraint(["org_id", "person_id"], ["people.org_id", "people.id"], name="fk_identities_org_id_person_id"),
        sa.CheckConstraint('length("name") <= 200', name=op.f("ck_identities_ck_identities_name_length")),
        sa.CheckConstraint('length("workspace") <= 255', name=op.f("ck_identities_ck_identities_workspace_length")),
        sa.CheckConstraint("\"platform\" IN ('slack', 'teams')", name=op.f("ck_identities_ck_identities_platform_known")),
        sa.CheckConstraint('length("user") <= 255', name=op.f("ck_identities_ck_identities_user_length")),
        sa.CheckConstraint('length("conversation") <= 255', name=op.f("ck_identities_ck_identities_conversation_length")),
    )
    op.create_index("ix_identities_person", "identities", ["org_id", "person_id"], unique=False)
    op.create_table(
        "members",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("position", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "team_id", "position", name="pk_members"),
        sa.ForeignKeyConstraint(["org_id", "person_id"], ["people.org_id", "people.id"], name="fk_members_org_id_person_id"),
        sa.ForeignKeyConstraint(["org_id", "team_id"], ["teams.org_id", "teams.id"], name="fk_members_org_id_team_id"),
        sa.CheckConstraint('length("ref") <= 600', name=op.f("ck_members_ck_members_ref_length")),
        sa.CheckConstraint("\"role\" IN ('agent', 'lead', 'manager')", name=op.f("ck_members_ck_members_role_known")),
    )
    op.create_index("ix_members_person", "members", ["org_id", "person_id"], unique=False)
    op.create_table(
        "request_channels",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("intake", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "platform", "channel", name="pk_request_channels"),
        sa.ForeignKeyConstraint(["org_id", "team_id"], ["teams.org_id", "teams.id"], name="fk_request_channels_org_id_team_id"),
        sa.CheckConstraint('length("channel") <= 255', name=op.f("ck_request_channels_ck_request_channels_channel_length")),
        sa.CheckConstraint(
            "\"platform\" IN ('slack', 'teams')", name=op.f("ck_request_channels_ck_request_channels_platform_known")
        ),
        sa.CheckConstraint(
            "\"intake\" IN ('every_message', 'nudge', 'on_request')",
            name=op.f("ck_request_channels_ck_request_channels_intake_known"),
        ),
    )
    op.create_table(
        "tickets",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("priority_reason", sa.Text(), nullable=False),
        sa.Column("open_rank", sa.BigInteger(), nullable=True),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=True),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("source_platform", sa.Text(), nullable=False),
        sa.Column("source_workspace", sa.Text(), nullable=False),
        sa.Column("source_channel", sa.Text(), nullable=False),
        sa.Column("source_message", sa.Text(), nullable=False),
        sa.Column("source_thread", sa.Text(), nullable=False),
        sa.Column("source_direct", sa.Boolean(), nullable=False),
        sa.Column("source_link", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("resolved_at", moment(), nullable=True),
        sa.Column("closed_at", moment(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("closed_how", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "number", name="pk_tickets"),
        sa.ForeignKeyConstraint(
            ["org_id", "requester_id"], ["people.org_id", "people.id"], name="fk_tickets_org_id_requester_id"
        ),
        sa.ForeignKeyConstraint(["org_id", "team_id"], ["teams.org_id", "teams.id"], name="fk_tickets_org_id_team_id"),
        sa.CheckConstraint('length("details") <= 40000', name=op.f("ck_tickets_ck_tickets_details_length")),
        sa.CheckConstraint(
            "\"status\" IN ('new', 'in_progress', 'waiting', 'resolved', 'closed')",
            name=op.f("ck_tickets_ck_tickets_status_known"),
        ),
        sa.CheckConstraint('length("source_channel") <= 255', name=op.f("ck_tickets_ck_tickets_source_channel_length")),
        sa.CheckConstraint(
            "\"priority\" IN ('low', 'normal', 'high', 'urgent')", name=op.f("ck_tickets_ck_tickets_priority_known")
        ),
        sa.CheckConstraint("\"source_platform\" IN ('slack', 'teams')", name=op.f("ck_tickets_ck_tickets_source_platform_known")),
        sa.CheckConstraint('length("source_workspace") <= 255', name=op.f("ck_tickets_ck_tickets_source_workspace_length")),
        sa.CheckConstraint('length("resolution") <= 40000', name=op.f("ck_tickets_ck_tickets_resolution_length")),
        sa.CheckConstraint('length("priority_reason") <= 255', name=op.f("ck_tickets_ck_tickets_priority_reason_length")),
        sa.CheckConstraint('length("closed_how") <= 255', name=op.f("ck_tickets_ck_tickets_closed_how_length")),
        sa.CheckConstraint('length("summary") <= 200', name=op.f("ck_tickets_ck_tickets_summary_length")),
        sa.CheckConstraint(
            "\"via\" IN ('message', 'mention', 'direct', 'command', 'shortcut', 'reaction', 'form')",
            name=op.f("ck_tickets_ck_tickets_via_known"),
        ),
        sa.CheckConstraint('length("source_thread") <= 255', name=op.f("ck_tickets_ck_tickets_source_thread_length")),
        sa.CheckConstraint('length("source_link") <= 2000', name=op.f("ck_tickets_ck_tickets_source_link_length")),
        sa.CheckConstraint('length("source_message") <= 255', name=op.f("ck_tickets_ck_tickets_source_message_length")),
    )
    op.create_index(
        "ix_tickets_queue",
        "tickets",
        ["org_id", "team_id", "open_rank", "number"],
        unique=False,
        sqlite_where=sa.text("open_rank IS NOT NULL"),
        postgresql_where=sa.text("open_rank IS NOT NULL"),
    )
    op.create_index("ix_tickets_requester", "tickets", ["org_id", "requester_id", "number"], unique=False)
    op.create_index(
        "ix_tickets_source",
        "tickets",
        ["org_id", "source_channel", "source_message", "source_workspace", "source_platform"],
        unique=True,
        sqlite_where=sa.text("source_message <> ''"),
        postgresql_where=sa.text("source_message <> ''"),
    )
    op.create_index(
        "ix_tickets_thread",
        "tickets",
        ["org_id", "source_channel", "source_thread"],
        unique=False,
        sqlite_where=sa.text("source_thread <> ''"),
        postgresql_where=sa.text("source_thread <> ''"),
    )
    op.create_table(
        "comments",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name="pk_comments"),
        sa.ForeignKeyConstraint(["org_id", "ticket"], ["tickets.org_id", "tickets.number"], name="fk_comments_org_id_ticket"),
        sa.CheckConstraint('length("platform") <= 20', name=op.f("ck_comments_ck_comments_platform_length")),
        sa.CheckConstraint('length("text") <= 40000', name=op.f("ck_comments_ck_comments_text_length")),
        sa.CheckConstraint('length("channel") <= 255', name=op.f("ck_comments_ck_comments_channel_length")),
        sa.CheckConstraint('length("message") <= 255', name=op.f("ck_comments_ck_comments_message_length")),
        sa.CheckConstraint("\"visibility\" IN ('public', 'internal')", name=op.f("ck_comments_ck_comments_visibility_known")),
    )
    op.create_index("ix_comments_ticket", "comments", ["org_id", "ticket", "id"], unique=False)
    op.create_table(
        "history",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("changes", document(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "ticket", "seq", name="pk_history"),
        sa.ForeignKeyConstraint(["org_id", "ticket"], ["tickets.org_id", "tickets.number"], name="fk_history_org_id_ticket"),
        sa.CheckConstraint('length("event") <= 255', name=op.f("ck_history_ck_history_event_length")),
    )
    op.create_table(
        "posts",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("place_channel", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("viewer_id", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name="pk_posts"),
        sa.ForeignKeyConstraint(["org_id", "ticket"], ["tickets.org_id", "tickets.number"], name="fk_posts_org_id_ticket"),
        sa.CheckConstraint('length("message") <= 255', name=op.f("ck_posts_ck_posts_message_length")),
        sa.CheckConstraint('length("channel") <= 255', name=op.f("ck_posts_ck_posts_channel_length")),
        sa.CheckConstraint("\"platform\" IN ('slack', 'teams')", name=op.f("ck_posts_ck_posts_platform_known")),
        sa.CheckConstraint("\"kind\" IN ('triage', 'requester')", name=op.f("ck_posts_ck_posts_kind_known")),
        sa.CheckConstraint('length("thread") <= 255', name=op.f("ck_posts_ck_posts_thread_length")),
        sa.CheckConstraint('length("user") <= 255', name=op.f("ck_posts_ck_posts_user_length")),
        sa.CheckConstraint('length("locale") <= 35', name=op.f("ck_posts_ck_posts_locale_length")),
        sa.CheckConstraint("\"place\" IN ('channel', 'direct', 'private', 'home')", name=op.f("ck_posts_ck_posts_place_known")),
        sa.CheckConstraint('length("place_channel") <= 255', name=op.f("ck_posts_ck_posts_place_channel_length")),
        sa.CheckConstraint('length("workspace") <= 255', name=op.f("ck_posts_ck_posts_workspace_length")),
    )
    op.create_index(
        "ix_posts_message",
        "posts",
        ["org_id", "channel", "message"],
        unique=False,
        sqlite_where=sa.text("message <> ''"),
        postgresql_where=sa.text("message <> ''"),
    )
    op.create_index("ix_posts_ticket", "posts", ["org_id", "ticket"], unique=False)
    if postgresql:
        op.execute(
            "CREATE TABLE ticket_words (org_id BIGINT NOT NULL, number BIGINT NOT NULL, "
            "public TSVECTOR NOT NULL, everything TSVECTOR NOT NULL, "
            "CONSTRAINT pk_ticket_words PRIMARY KEY (org_id, number), "
            "CONSTRAINT fk_ticket_words_org_id_number FOREIGN KEY (org_id, number) REFERENCES tickets (org_id, number))"
        )
        op.execute("CREATE INDEX ix_ticket_words_public ON ticket_words USING gin (public)")
        op.execute("CREATE INDEX ix_ticket_words_everything ON ticket_words USING gin (everything)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE ticket_words USING fts5(org, public, internal, "
            "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc Me'\")"
        )


def downgrade() -> None:
    op.execute("DROP TABLE ticket_words")
    for name in reversed(TABLES):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        for name in SEQUENCES:
            op.execute(sa.schema.DropSequence(sa.Sequence(name)))
