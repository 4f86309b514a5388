"""The benchmark still speaks the platforms' protocols, and its arithmetic is right. Nothing is timed here."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from integrations.slack import ingress
from tests.bench import company, payloads, report
from tests.bench.rounds import Spread, ratios, turns
from tests.bench.rows import Effort, Line


@pytest.mark.parametrize("kind", ["slack.message", "slack.elsewhere", "slack.command"])
def test_what_the_load_sends_passes_the_door(kind: str) -> None:
    head, _, body = payloads.KINDS[kind](7, {}).partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    stamp, signature = headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"]
    ingress.verify(company.SLACK_SECRET, [stamp], [signature], body, datetime.now(UTC))
    assert ingress.parse(body, headers["Content-Type"])["team_id"] == company.SLACK_TEAM
    assert int(headers["Content-Length"]) == len(body)


def test_no_side_is_always_first_and_ratios_are_taken_round_by_round() -> None:
    assert [side for _, side in turns("ab", 3)] == list("abbaab")
    assert ratios([1.0, 4.0, 9.0], [2.0, 2.0, 3.0]) == Spread(2.0, 0.5, 3.0)


def test_the_table_and_the_document_tell_the_same() -> None:
    line = Line(
        1, "create", "tickets/s", Spread(10, 9, 11), Spread(40, 38, 41), Spread(0.25, 0.2, 0.3), "≥ 0.25", True, (2.5, 0.5)
    )
    assert "0.25   0.20–0.30  ≥ 0.25 ok" in report.table([line])
    assert '"middle": 0.25' in report.document([line], {2: "no"}, Effort(5, 2.0, 32))
