"""Both local platforms written down as plain data, and brought back by the next run."""

from __future__ import annotations

import copy
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.sandbox.keeping import announce, kept, restore
from integrations.sandbox.plain import Broken
from integrations.sandbox.slack import SlackWorkspace
from integrations.sandbox.slack.model import SharedFile
from integrations.sandbox.teams import TeamsTenant
from integrations.sandbox.teams.attached import Attached
from integrations.sandbox.teams.controls import View
from integrations.sandbox.teams.files import Upload

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
CARD = {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "T-1"}]}


class Run:
    """One run of both platforms, with the same people each time."""

    def __init__(self, slack: SlackWorkspace, teams: TeamsTenant) -> None:
        self.slack, self.teams = slack, teams
        self.asha, self.ravi = slack.person("U0ASHA001", "Asha"), slack.person("U0RAVI001", "Ravi")
        self.tara, self.tom = teams.person("aad-tara", name="Tara"), teams.person("aad-tom", name="Tom")
        self.help = slack.channel("C0HELP001", "help", [self.asha])
        self.triage = teams.channel("19:t@thread.tacv2", team=teams.team("IT"), name="IT triage", members=[self.tom])

    async def lives(self) -> None:
        """Something of every kind is said and shown."""
        said = await self.asha.says(self.help, "My VPN is down")
        answer = self.slack.world.post_as_bot(self.help, "T-1", said.ts, blocks=[{"type": "divider", "block_id": "b1"}])
        await self.asha.reacts(said, "eyes")
        file = SharedFile(
            self.slack.world.new_id("F"), "r.csv", 3, "text/csv", self.slack.bot_user, content=b"a\xff\x00", shared=True
        )
        self.slack.world.files[file.id] = file
        answer.files.append(file)
        await self.asha.invites(self.help, self.ravi)
        self.slack.views.publish("U0ASHA001", {"type": "home", "blocks": [{"type": "divider"}]})
        await self.tara.installs()
        chat = self.tara.chat
        posted = self.teams.put(chat, None, None)
        posted.card, posted.file = CARD, {"contentUrl": f"{self.teams.base_url}/files/1"}
        posted.views["aad-tara"] = View(copy.deepcopy(CARD))
        written = await self.tara.writes("my laptop is slow")
        written.posted.files.append(Attached("a.png", b"\x89PNG", "image/png"))
        await self.tara.reacts(written, "like")
        self.teams.put(self.triage, self.tom, None).text = "looking"
        upload = Upload("r.xlsx", content=b"PK\x03")
        self.teams.uploads[upload.id] = upload


@pytest.fixture
async def runs() -> AsyncIterator[list[Run]]:
    """The one that is kept and the one after it."""
    made = []
    for _ in range(2):
        slack, teams = await SlackWorkspace.start(clock=lambda: AT), await TeamsTenant.start("", clock=lambda: AT, tenant_id="t")
        made.append(Run(slack, teams))
    yield made
    for run in made:
        await run.slack.stop()
        await run.teams.stop()


def stored(run: Run) -> Any:
    """As it comes out of the file."""
    return json.loads(json.dumps(kept(run.slack, run.teams)))


async def test_the_next_run_has_what_was_said_and_shown(runs: list[Run]) -> None:
    one, two = runs
    await one.lives()
    restore(two.slack, two.teams, stored(one))
    assert [m.text for m in two.asha.sees("help")] == ["My VPN is down", "T-1"]
    head = two.asha.sees("help")[0]
    assert [m.text for m in two.ravi.replies(head)] == ["T-1"]
    assert head.posted.reactions == {"eyes": ["U0ASHA001"]}
    [file] = two.asha.sees("help")[1].posted.files
    assert file is two.slack.world.files[file.id]
    assert file.content == b"a\xff\x00"
    assert two.asha.home is not None
    assert [m.text for m in two.tara.sees()][1] == "my laptop is slow"
    assert two.tara.sees()[1].reactions == {"like": ["Tara"]}
    assert two.tara.sees()[1].posted.files[0].content == b"\x89PNG"
    assert two.tara.sees()[0].card == CARD
    assert two.tom.sees(two.triage)[0].posted.place is two.triage  # the very place that others hold in hand
    assert [one.content for one in two.teams.uploads.values()] == [b"PK\x03"]


async def test_ids_are_never_given_twice(runs: list[Run]) -> None:
    one, two = runs
    await one.lives()
    restore(two.slack, two.teams, stored(one))
    again = await two.asha.says("help", "and again")
    assert [m.ts for m in two.asha.sees("help")] == sorted({m.ts for m in two.asha.sees("help")})
    assert again.ts == two.asha.sees("help")[-1].ts
    await two.tara.writes("and again")
    assert len({m.id for m in two.tara.sees()}) == 3


async def test_addresses_are_those_of_the_new_run(runs: list[Run]) -> None:
    one, two = runs
    await one.lives()
    restore(two.slack, two.teams, stored(one))
    assert two.tara.sees()[0].posted.file == {"contentUrl": f"{two.teams.base_url}/files/1"}


async def test_no_secret_is_written_down(runs: list[Run]) -> None:
    one, _ = runs
    await one.lives()
    text = json.dumps(kept(one.slack, one.teams))
    secrets = [one.slack.signing_secret, one.slack.bot_token, one.teams.app_password]
    secrets += [file.secret for file in one.slack.world.files.values()] + [up.secret for up in one.teams.uploads.values()]
    secrets += [posted.files[0].secret for posted in one.tara.chat.posts if posted.files]
    assert len(secrets) == 6
    assert [secret for secret in secrets if secret in text] == []


async def test_an_app_hears_where_the_tenant_is_now(runs: list[Run]) -> None:
    one, two = runs
    await one.lives()
    restore(two.slack, two.teams, stored(one))
    await announce(two.teams)
    told = two.teams.traffic[-1]
    assert (told.sent["action"], told.sent["serviceUrl"]) == ("add-upgrade", two.teams.service_url)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found.pop("teams"),
        lambda found: found["slack"].update(last_ts="soon"),
        lambda found: found["slack"].update(places="none"),
        lambda found: found["slack"]["places"][0].update(members=[1]),
        lambda found: found["slack"]["places"][0].pop("id"),
        lambda found: found["slack"]["files"][0].update(content="no base64!"),
        lambda found: found["slack"]["places"][0]["messages"][1].update(files=["F0GONE"]),
        lambda found: found["teams"]["places"][0].update(members=["nobody"]),
        lambda found: found["teams"]["places"][1]["posts"][0].update(at="yesterday"),
        lambda found: found["teams"]["places"][1]["posts"][0].update(views=[]),
        lambda found: found["teams"]["places"][1]["posts"][1].update(reactions=[["aad-tara"]]),
    ],
)
async def test_what_was_never_written_is_refused(runs: list[Run], spoil: Any) -> None:
    one, two = runs
    await one.lives()
    found = stored(one)
    spoil(found)
    with pytest.raises(Broken):
        restore(two.slack, two.teams, found)
