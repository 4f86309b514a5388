"""No private note is in anything that reaches whoever asked, follows or reports, nor a channel: every body, by who reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.stories.boss import BOSS, DIGESTS, TEAM, TEAMS_BOSS
from tests.stories.filing import Reached
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, TEAMS_TRIAGE, TOM, House
from tests.stories.overheard import Said, overheard

CANARY = "Canary7731"
NOTE = f"{CANARY} the zebra account is locked"
INSIDE = {"U0RAVI001", "U0MINA001", "U0LENA001", "U0ADMIN01", TOM, SLACK_TRIAGE, TEAMS_TRIAGE}
"""Who reads notes: the team's agents, its leads, the admin; and where they talk."""

MORE = """
escalation:
  it:
    - {at: warning, notify: [assignee, leads, managers]}
    - {at: breach, notify: [assignee, leads, managers], channel: true}
reminders: {after: 2h}
auto_close: {after: 2d, warn: 1d}
me_too: {reporters: 3}
"""
READING = ("Open", "Why…", "History", "Earlier", "Next", "Oldest", "Overdue", "Unassigned", "New", "Preferences", "Follow")
"""What changes nothing worth speaking of, pressed wherever it is seen."""


@pytest.fixture
async def company(database_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[House]:
    """Both platforms, channels for managers that others read too, digests for everybody, and files that can be opened."""
    house = Reached(database_url, clock, tmp_path)
    await house.start(triage=("slack", "teams"))
    house.slack.channel(BOSS, name="boss", members=["U0LENA001", "U0ADMIN01", "U0ASHA001", "U0HARI001"])
    team = house.teams.team("Managers")
    house.teams.channel(TEAMS_BOSS, team=team, members=[house.tom, house.tara], bot_in=True)
    told = "".join(
        f'  - {{team: it, every: day, at: "09:00", to: {{person: "{who}"}}}}\n' for who in ("slack:U0BELA001", "slack:U0HARI001")
    )
    escalation = f'    escalation: {{slack: {BOSS}, teams: "{TEAMS_BOSS}"}}\n'
    managers = TEAM.replace("U0ADMIN01", "U0HARI001").replace(f', "teams:{TOM}"', "")
    await house.has_policy(DIGESTS + told + MORE, team=managers + escalation)
    yield house
    await house.stop()


def card(house: House, key: str, on: str = "slack") -> Any:
    seen = house.ravi.sees(SLACK_TRIAGE) if on == "slack" else house.tom.sees(house.teams_triage)
    return next(message for message in seen if f"{key} ·" in message.plain())


async def by_form(house: House, label: str, values: dict[str, str], key: str = "T-1") -> None:
    await house.ravi.presses(card(house, key), label)
    assert await house.ravi.submits(values) == {}
    await house.settle()


async def notes(house: House) -> None:
    """In every way in which something becomes a private note."""
    said = await house.ravi.says(SLACK_TRIAGE, NOTE, thread=card(house, "T-1"), files=[(f"{CANARY}.txt", NOTE.encode())])
    await house.settle()
    await house.ravi.edits(said, f"{NOTE} again")
    await house.tom.posts(house.teams_triage, f"🔒 {NOTE}", thread=card(house, "T-1", "teams"), files=[(f"{CANARY}.txt", b"x")])
    await house.settle()
    await by_form(house, "Add Note…", {"Note": NOTE})
    await house.tom.presses(card(house, "T-1", "teams"), "More…")
    assert await house.tom.submits({"Action": "Add note…"}) == {}
    assert await house.tom.submits({"Note": NOTE}) == {}
    await by_form(house, "Reply…", {"Reply": f"The password is {CANARY}!"})  # looks internal: a note until they say otherwise
    await house.mina.reacts(card(house, "T-1"), "eyes")
    await house.settle()


async def look(house: House, who: Any) -> None:
    """Everything that somebody on Slack can ask, and one press of each thing that can be pressed."""
    await who.opens_home()
    for asked in ("status T-1", "status T-2", "history T-1", "why T-1", "mine", "queue", "search zebra", "search VPN",
                  "follow T-1", "report", "report it week csv", "unfollow T-2"):  # fmt: skip
        await who.command("/ticket", asked)
    await house.settle()
    places = [place for place in (SLACK_HELP, BOSS) if who.id in house.slack.world.places[place].members]
    heads = [head for place in places for head in who.sees(place)]
    for target, label in once([who.home, *who.sees(), *heads, *(reply for head in heads for reply in who.replies(head))]):
        await who.presses(target, label, **near(target, label))
    await house.settle()


async def look_on_teams(house: House, who: Any) -> None:
    for asked in ("status T-1", "status T-2", "history T-2", "why T-2", "mine", "search zebra", "search VPN", "report"):
        await who.writes(asked)
    for words in ("zebra", "VPN", "T-2"):
        for found in await who.searches(words):
            await who.inserts(found, house.teams_asks)
    await house.settle()
    for target, label in once([*who.sees(), *who.sees(house.teams_asks), *who.sees(house.teams.places[TEAMS_BOSS])]):
        await who.presses(target, label, **near(target, label))
        who.closes_dialog()
    await house.settle()


def once(targets: list[Any]) -> list[tuple[Any, str]]:
    """Where each label can be pressed, the newest first."""
    return list({label: (target, label) for target in targets for label in target.labels if label in READING}.values())


def near(target: Any, label: str) -> dict[str, str]:
    """In a list the first line's."""
    lines = [line for line in target.plain().splitlines() if "T-" in line]
    return {"near": lines[0].partition(" ·")[0]} if target.labels.count(label) > 1 and lines else {}


async def everybody_looks(house: House, *others: Any) -> None:
    for who in (house.asha, house.bela, *others):
        await look(house, who)
    await look_on_teams(house, house.tara)


async def goes_on(house: House) -> None:
    """Two requests, one of them a duplicate in the end; somebody follows, somebody has it too."""
    asked = await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()
    await house.tara.writes("VPN is not working since this morning, can you help?")
    await house.settle()
    await by_form(house, "Add Follower…", {"Follower": "Bela"})
    for who in (house.hira, house.mina):
        await who.presses(who.replies(asked)[0], "Me Too")
    await house.settle()
    thread = house.ravi.replies(card(house, "T-1"))
    await house.ravi.presses(next(message for message in thread if "people report T-1" in message.plain()), "Make Known Issue…")
    assert await house.ravi.submits({"What everybody reads": "The gateway is down"}) == {}
    await house.settle()


def escaped(house: House, word: str = CANARY) -> list[Said]:
    return [one for one in overheard(house) if word.casefold() in one.body.casefold() and one.reader not in INSIDE]


async def test_no_note_reaches_anybody_outside_the_team(company: House) -> None:
    house = company
    await goes_on(house)
    await notes(house)
    assert escaped(house) == []
    await by_form(house, "Reply…", {"Reply": "Which city are you in?"})
    await by_form(house, "Add Note…", {"Note": NOTE})  # what was said last is a note
    await house.ravi.presses(card(house, "T-1"), "Wait for requester")
    await house.passes(timedelta(hours=3))  # reminded, warned, overdue
    await house.passes(timedelta(hours=15))  # the digests
    await everybody_looks(house)
    await by_form(house, "Mark Duplicate…", {"Original": "T-1"}, "T-2")
    await by_form(house, "Resolve…", {"What was done?": "Restarted the gateway"})
    await house.passes(timedelta(days=1, hours=20))  # it says that it will close
    await everybody_looks(house, house.hira)  # Hari manages the team, and may read its notes where he asks
    await house.passes(timedelta(days=2))
    assert escaped(house) == []
    everything_was_heard(house)
    house.nothing_was_refused()


GONE = "Peacock5519"


async def takes_back(house: House) -> None:
    """A reply is sent, read, and taken back within its minute: from then on its words are a note."""
    await house.ravi.says(SLACK_TRIAGE, f"reply: {GONE} is the new address", thread=card(house, "T-1"))
    await house.settle()
    private = [message for message in house.ravi.sees(SLACK_TRIAGE) + house.ravi.replies(card(house, "T-1")) if message.ephemeral]
    await house.ravi.presses([message for message in private if "Unsend" in message.labels][-1], "Unsend")
    await house.settle()


async def edits_a_note(house: House) -> None:
    said = await house.tom.posts(house.teams_triage, f"note: {NOTE}", thread=card(house, "T-1", "teams"))
    await house.settle()
    await house.tom.edits(said, f"reply: {NOTE}, really")
    await house.settle()


async def asks_back(house: House) -> None:
    await house.ravi.says(SLACK_TRIAGE, "reply: Which city are you in?", thread=card(house, "T-1"))
    await house.settle()
    await house.passes(timedelta(hours=3))


async def answers(house: House) -> None:
    head = house.asha.sees(SLACK_HELP)[0]
    await house.asha.says(SLACK_HELP, "In Pune, on the second floor", thread=head)
    await house.settle()


async def solves(house: House) -> None:
    """And it is not solved."""
    await by_form(house, "Resolve…", {"What was done?": "Restarted the gateway"})
    await house.asha.says(SLACK_HELP, "No, it is still down", thread=house.asha.sees(SLACK_HELP)[0])
    await house.settle()


@pytest.mark.parametrize("seed", [1, 2])
async def test_in_any_order_neither_a_note_nor_what_was_taken_back_is_said_again(company: House, seed: int) -> None:
    house = company
    await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()
    await by_form(house, "Add Follower…", {"Follower": "Bela"})
    deeds = [notes, takes_back, edits_a_note, asks_back, answers, solves]
    Random(seed).shuffle(deeds)
    for deed in deeds:
        if deed is takes_back:
            await takes_back(house)
            once_read = len(escaped(house, GONE))
            assert once_read
        else:
            await deed(house)
    await everybody_looks(house, house.hira)
    await house.passes(timedelta(hours=15))
    assert escaped(house) == []
    assert len(escaped(house, GONE)) == once_read
    assert GONE not in "\n".join(message.plain() for who in (house.asha, house.bela) for message in everything_of(house, who))
    house.nothing_was_refused()


def everything_of(house: House, who: Any) -> list[Any]:
    heads = who.sees(SLACK_HELP)
    return [*who.sees(), *heads, *(reply for head in heads for reply in who.replies(head))]


def everything_was_heard(house: House) -> None:
    """Else the test above would say nothing: notes went round inside, and each surface spoke to somebody outside."""
    said = overheard(house)
    inside = {one.reader for one in said if CANARY in one.body}
    assert {SLACK_TRIAGE, TEAMS_TRIAGE} <= inside
    files = [one for one in said if f"{CANARY}.txt" in one.body]
    assert {one.reader for one in files} == {SLACK_TRIAGE, TEAMS_TRIAGE, TOM}  # who sent it hears where it could not be read
    outside = {one.surface for one in said if one.reader not in INSIDE}
    assert outside >= {
        "chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.publish", "answer to command",
        "activities.post", "activities.update", "answer to composeExtension/query", "answer to task/fetch",
    }  # fmt: skip
    readers = {one.reader for one in said} - INSIDE
    assert readers >= {"U0ASHA001", "U0BELA001", "U0HIRA001", "U0HARI001", SLACK_HELP, BOSS, TEAMS_BOSS, "19:asks@thread.tacv2"}
    assert any("still waiting for your answer" in one.body for one in said if one.reader == SLACK_HELP)
    assert any("daily digest" in one.body for one in said if one.reader == "U0BELA001")
    assert any("known issue" in one.body.casefold() for one in said if one.reader == SLACK_HELP)
