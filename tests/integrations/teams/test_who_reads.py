"""What Teams tells of who may read a message."""

from __future__ import annotations

import pytest

from integrations.teams.activity import Activity
from integrations.teams.inbound import from_message
from tests.integrations.teams.microsoft import payload


@pytest.mark.parametrize(("kind", "everybody"), [("", True), ("standard", True), ("private", False), ("shared", False)])
def test_a_message_tells_whether_the_whole_team_may_read_it(kind: str, everybody: bool) -> None:
    sent = payload("message_channel")
    data = sent["channelData"]
    said = from_message(Activity(sent | {"channelData": data | {"channel": data.get("channel", {}) | {"type": kind}}}))
    assert said is not None
    assert said.where.everybody is everybody


def test_a_chat_is_no_channel() -> None:
    said = from_message(Activity(payload("message_personal")))
    assert said is not None
    assert said.where.everybody is None
