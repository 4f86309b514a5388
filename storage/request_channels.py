"""Request channels: where what people say is taken in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from app.people.model import Intake, Platform, RequestChannel
from storage.sql import Sql
from storage.tables import request_channels as t

COLUMNS = (t.c.org_id, t.c.platform, t.c.channel, t.c.team_id, t.c.intake)


ALL = sa.select(*COLUMNS).where(t.c.org_id == sa.bindparam("org")).order_by(t.c.position)


class RequestChannels:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def find(self, org_id: int, platform: Platform, channel: str) -> RequestChannel | None:
        here = self._sql.kept(org_id, "request_channels", lambda: {(one.platform, one.channel): one for one in self.all(org_id)})
        return here.get((platform, channel))

    def all(self, org_id: int) -> Sequence[RequestChannel]:
        """In the policy's order."""
        return [_channel(row) for row in self._sql.rows(ALL, {"org": org_id})]

    def replace(self, org_id: int, channels: Iterable[RequestChannel]) -> None:
        self._sql.rewrite(org_id)
        self._sql.run(sa.delete(t).where(t.c.org_id == org_id))
        rows = [
            {
                "org_id": org_id,
                "platform": c.platform,
                "channel": c.channel,
                "team_id": c.team_id,
                "intake": c.intake,
                "position": place,
            }
            for place, c in enumerate(channels)
        ]
        if rows:
            self._sql.run(sa.insert(t), rows)


def _channel(row: Any) -> RequestChannel:
    return RequestChannel(row.org_id, Platform(row.platform), row.channel, row.team_id, Intake(row.intake))
