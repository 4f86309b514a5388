"""Knowing the workspace: learnt from Slack once, remembered in the database, so that a start does not need Slack."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from integrations.slack.edge import SlackEdge
from tests.conftest import MovableClock
from tests.integrations.slack.conftest import APP, SECRET, TEAM, Desk, Door, FakeSlack, payload, refused, serving, settled


@pytest.fixture
def new_edge(slack: FakeSlack, desk: Desk, clock: MovableClock, chance: Any) -> Any:
    def build(**changes: Any) -> SlackEdge:
        given = {"signing_secret": SECRET, "bot_token": "xoxb", "api_url": slack.url, "reception": desk, **changes}
        return SlackEdge(clock=clock, chance=chance, **given)

    return build


async def post(edge: SlackEdge, desk: Desk, clock: MovableClock, body: Any, **how: Any) -> int:
    async with serving(edge) as client:
        return (await Door(client, desk, clock).post(body, **how)).status


async def test_the_start_learns_it(edge: SlackEdge, desk: Desk) -> None:
    await settled(edge)
    workspace = desk.workspace()
    assert workspace
    assert (workspace.url, workspace.bot_user, workspace.name) == ("https://desk.slack.test/", "U0BOT0001", "Desk")
    assert workspace.app_id.startswith(APP + "@")


async def test_without_slack_nobody_is_let_in_and_slack_is_asked_to_come_again(
    new_edge: Any, desk: Desk, slack: FakeSlack, clock: MovableClock
) -> None:
    slack.says["auth.test"] = (500, "", {})
    edge = new_edge()
    await edge.start()
    assert await post(edge, desk, clock, "event_message") == 503
    slack.says["auth.test"] = {"ok": True, "team_id": TEAM, "user_id": "U0BOT0001"}
    assert await post(edge, desk, clock, "event_message") == 503  # asked a moment ago
    clock.move(6)
    assert await post(edge, desk, clock, "event_message") == 200
    await edge.close()


async def test_a_known_workspace_is_let_in_while_slack_is_away(
    edge: SlackEdge, new_edge: Any, desk: Desk, slack: FakeSlack, clock: MovableClock
) -> None:
    await settled(edge)
    again = new_edge(api_url="http://127.0.0.1:9/api/")
    await again.start()
    assert await post(again, desk, clock, "event_message") == 200
    assert await post(again, desk, clock, payload("event_message", api_app_id="A0EVIL001")) == 403
    await again.close()


async def test_the_app_is_told_by_the_app_token(new_edge: Any, desk: Desk, slack: FakeSlack, clock: MovableClock) -> None:
    edge = new_edge(app_token="xapp-1-A0TOKEN01-123-abc")
    edge._socket = None
    await edge.start()
    await settled(edge)
    assert not slack.asked("bots.info")
    assert await post(edge, desk, clock, "event_message") == 403
    assert await post(edge, desk, clock, payload("event_message", api_app_id="A0TOKEN01")) == 200
    await edge.close()


async def test_an_app_that_slack_does_not_tell_is_pinned_by_the_first_signed_request(
    new_edge: Any, desk: Desk, slack: FakeSlack, clock: MovableClock
) -> None:
    slack.says["bots.info"] = refused("missing_scope")
    edge = new_edge()
    await edge.start()
    assert await post(edge, desk, clock, payload("event_message", api_app_id="A0FIRST01")) == 200
    assert await post(edge, desk, clock, payload("command", api_app_id="A0SECOND1")) == 403
    await edge.close()
    for secret, app, status in (
        (SECRET, "A0SECOND1", 403),
        ("new secret", "A0SECOND1", 200),
        ("new secret", "A0FIRST01", 403),
    ):
        again = new_edge(signing_secret=secret)
        await again.start()
        assert await post(again, desk, clock, payload("command", api_app_id=app), secret=secret) == status
        await again.close()


async def test_many_first_requests_are_one_question(new_edge: Any, desk: Desk, slack: FakeSlack, clock: MovableClock) -> None:

    edge = new_edge()
    await edge.start()
    async with serving(edge) as client:
        door = Door(client, desk, clock)
        answers = await asyncio.gather(*(door.post("command") for _ in range(20)))
    assert {answer.status for answer in answers} == {200}
    assert len(slack.asked("auth.test")) == 1
    await edge.close()


def test_half_a_configuration_is_none(new_edge: Any) -> None:
    with pytest.raises(ValueError, match="signing secret"):
        new_edge(signing_secret="")
