"""The tables of what waits: answers for the request they belong to, and questions for what answers them.

Made like those in `tables.py`.
"""

from __future__ import annotations

import sqlalchemy as sa

from storage.conversation_tables import message
from storage.tables import KEY, document, metadata, moment, org, text

# What was said in the thread of a request that has not been heard of yet.
early_replies = sa.Table(
    "early_replies", metadata, org(), *message(), *text("thread", KEY), document("said"), moment("at"),
    sa.Index("ix_early_replies_thread", "org_id", "channel", "thread"),
)  # fmt: skip

# Where something is asked that can be answered elsewhere too; `user` is set where one person alone sees it.
questions = sa.Table(
    "questions", metadata, org(), *text("subject", KEY, key=True), *message(), *text("thread", KEY), *text("user", KEY),
    moment("at"), sa.Index("ix_questions_message", "org_id", "channel", "message"),
)  # fmt: skip
