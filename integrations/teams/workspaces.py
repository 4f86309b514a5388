"""The tenant as a row: where its Bot Connector is, kept up to date from what arrives and was verified."""

from __future__ import annotations

from dataclasses import replace

from app.people.model import Platform, Workspace
from app.ports import Reception, Tx
from integrations.teams.activity import Activity, text_of


class Workspaces:
    """Microsoft moves tenants between addresses: the latest verified one counts. Written only when it changes."""

    def __init__(self, reception: Reception, tenant_id: str, app_id: str) -> None:
        self._reception = reception
        self._tenant = tenant_id
        self._app_id = app_id
        self.current: Workspace | None = None

    async def seen(self, activity: Activity) -> Workspace:
        """Remember where this activity came from."""
        url, bot = activity.service_url, text_of(activity.recipient, "id")
        if self.current is None or self.current.service_url != url or (bot and self.current.bot_user != bot):
            self.current = await self._reception.within(lambda tx: self._saved(tx, url, bot))
        return self.current

    async def known(self) -> Workspace | None:
        """The row as it is, None before the first activity."""
        return await self._reception.within(lambda tx: tx.workspaces.find(Platform.TEAMS, self._tenant))

    def _saved(self, tx: Tx, url: str, bot: str) -> Workspace:
        stored = tx.workspaces.find(Platform.TEAMS, self._tenant)
        before = stored or Workspace(tx.organisations.first().id, 0, Platform.TEAMS, self._tenant)
        after = replace(before, service_url=url, bot_user=bot or before.bot_user, app_id=self._app_id, active=True)
        return tx.workspaces.save(after) if after != stored else after
