"""What Slack tells of who may read a message."""

from __future__ import annotations

import pytest

from integrations.slack import events
from tests.integrations.slack.conftest import WORKSPACE, payload


@pytest.mark.parametrize(
    ("kind", "shared", "everybody"),
    [("channel", False, True), ("channel", True, False), ("group", False, False), ("mpim", False, False), ("", False, None)],
)
def test_a_message_tells_whether_everybody_of_the_workspace_may_read_it(kind: str, shared: bool, everybody: bool | None) -> None:
    body = payload("event_message") | {"is_ext_shared_channel": shared}
    body["event"] |= {"channel_type": kind}
    said = events.from_event(body, WORKSPACE, {})
    assert said is not None
    assert said.where.everybody is everybody
