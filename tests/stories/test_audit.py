"""A clock that was lost is found again: its alert comes late, says so, and comes once."""

from __future__ import annotations

import sqlalchemy as sa

from integrations.metrics import Metrics
from jobs.audit import audit
from storage.tables import clock_changes, clocks
from tests.stories.house import SLACK_HELP, House
from tests.stories.test_promises import HOURS, REQUEST, on_slack, on_teams, promised


async def test_a_lost_clock_is_found_and_its_alert_posted_once(house: House) -> None:
    await promised(house)
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    for table in (clock_changes, clocks):
        await house.within(lambda tx, table=table: tx.connection.execute(sa.delete(table)))
    await house.passes(1.5 * HOURS)
    assert on_slack(house) == []
    for name in ("one", "one"):
        await audit(house.serving.program.reception, house.clock, name)
        await house.tick()
    assert len(on_slack(house)) == len(on_teams(house)) == 1
    text = Metrics("test").render(await house.serving.figures()).decode()
    assert "# TYPE sahayak_audit_repaired_total counter" in text
    assert 'sahayak_audit_repaired_total{kind="clock_missing"} 2.0' in text
    assert "sahayak_audit_checked_total 2.0" in text
    house.nothing_was_refused()
