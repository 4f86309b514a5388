"""A short day at the desk: what each person does, and what each then sees. Everything is waited for, nothing is slept through."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from app.main.demo_company import HELP, TRIAGE, Company
from app.main.demo_telling import Message, Telling, shown
from integrations.sandbox.slack.seen import Message as SlackMessage
from integrations.sandbox.teams.message import Message as TeamsMessage

PATIENCE_SECONDS, LOOK_SECONDS = 20.0, 0.05

M = TypeVar("M", bound=Message)


class DidNotHappen(Exception):
    """What somebody should have seen within the limit, in words."""


async def day(company: Company, telling: Telling) -> None:
    """Raises DidNotHappen."""
    await _on_slack(company, telling)
    await _on_teams(company, telling)
    await _in_hindi(company, telling)
    await _solved(company, telling)


async def _on_slack(c: Company, telling: Telling) -> None:
    """A request in a channel, claimed; the agent on Teams is too late; a colleague may not."""
    request = "Hi, my VPN is down since this morning. Can you help?"
    telling.did("Asha", "asks in #help on Slack:", request)
    asked = await c.asha.says(HELP, request)
    told = await _last(lambda: c.asha.replies(asked), "T-", "Asha's request became a ticket")
    key = _key(told)
    telling.sees("Asha", "Slack", "#help, thread", told)
    card = await _last(lambda: c.ravi.sees(TRIAGE), key, "the agents' card in #it-triage")
    telling.sees("Ravi", "Slack", "#it-triage", card)
    twin = await _last(lambda: c.tom.sees(c.teams_triage), key, "the agents' card on Teams")
    telling.sees("Tom", "Teams", "IT triage", twin)

    telling.did("Ravi", "presses [Claim] on Slack.")
    late = twin.snapshot()
    await c.ravi.presses(card, "Claim")
    told = await _last(lambda: c.asha.replies(asked), "Ravi is working on it", "Asha's card names Ravi")
    telling.sees("Asha", "Slack", "#help, thread", told)
    twin = await _last(lambda: c.tom.sees(c.teams_triage), "Assignee: Ravi", "the card on Teams names Ravi")
    telling.sees("Tom", "Teams", "IT triage", twin)

    telling.did("Tom", "presses [Claim] on the card he still had on his screen.")
    await c.tom.presses(late, "Claim")
    telling.sees("Tom", "Teams", "personal chat", await _last(c.tom.sees, "faster", "Tom is told who was faster"))

    telling.did("Bela", "is no agent, and asks for Asha's ticket:", f"/ticket status {key}")
    answer = await c.bela.command("/ticket", f"status {key}", HELP)
    telling.sees("Bela", "Slack", "#help, private", _must(answer, f"I can't find {key}.", "Bela is refused"))


async def _on_teams(c: Company, telling: Telling) -> None:
    """A request in the personal chat: claimed, made urgent, answered."""
    request = "My laptop does not start any more, can somebody help?"
    telling.did("Tara", "writes to Sahayak in Teams:", request)
    await c.tara.writes(request)
    told = await _last(c.tara.sees, "T-", "Tara's request became a ticket")
    key = _key(told)
    telling.sees("Tara", "Teams", "personal chat", told)

    def agents() -> list[TeamsMessage]:
        return [message for message in c.tom.sees(c.teams_triage) if key in message.plain()]

    telling.did("Tom", "presses [Claim], then [Priority…] and chooses High.")
    await c.tom.presses(await _last(agents, key, "the agents' card on Teams"), "Claim")
    await c.tom.presses(await _last(agents, "Assignee: Tom", "the card names Tom"), "Priority…")
    _taken(await c.tom.submits({"Priority": "High"}), "the priority")
    card = await _last(agents, "Priority: High", "the card says High")
    telling.sees("Tom", "Teams", "IT triage", card)

    reply = "Please hold the power button for ten seconds."
    telling.did("Tom", "presses [Reply…] and writes:", reply)
    await c.tom.presses(card, "Reply…")
    _taken(await c.tom.submits({"Reply": reply}), "the reply")
    telling.sees("Tara", "Teams", "personal chat", await _last(c.tara.sees, reply, "Tara has Tom's reply"))


async def _in_hindi(c: Company, telling: Telling) -> None:
    """Who reads Hindi is answered in Hindi; the agents read their own language."""
    request = "मेरा वीपीएन नहीं चल रहा है, कृपया मदद करें"
    telling.did("Hira", "reads Hindi, and writes to Sahayak on Slack:", request)
    await c.hira.dms(request)
    told = await _last(c.hira.sees, "T-", "Hira's request became a ticket")
    telling.sees("Hira", "Slack", "direct message", told)
    card = await _last(lambda: c.ravi.sees(TRIAGE), _key(told), "the agents' card of Hira's ticket")
    telling.sees("Ravi", "Slack", "#it-triage", card)


async def _solved(c: Company, telling: Telling) -> None:
    """Resolved, confirmed by the one who asked, and where everything stands."""
    done = "Restarted the VPN gateway."
    telling.did("Ravi", "presses [Resolve…] on Asha's ticket and says what was done:", done)
    await c.ravi.presses(c.ravi.sees(TRIAGE)[0], "Resolve…")
    _taken(await c.ravi.submits({"What was done?": done}), "the resolution")

    def asha() -> list[SlackMessage]:
        return [message for message in c.asha.sees(HELP) if message.by_bot]

    told = await _last(asha, done, "Asha hears that it is resolved")
    telling.sees("Asha", "Slack", "#help, thread", told)
    telling.did("Asha", "presses [Solved].")
    await c.asha.presses(told, "Solved")
    told = await _last(asha, "[Reopen]", "Asha's card is closed")
    telling.sees("Asha", "Slack", "#help, thread", told)
    twin = await _first(lambda: c.tom.sees(c.teams_triage), "Status: Closed", "the card on Teams is closed")
    telling.sees("Tom", "Teams", "IT triage", twin)

    telling.did("Asha", "asks how it stands:", f"/ticket status {_key(told)}")
    answer = await c.asha.command("/ticket", f"status {_key(told)}", HELP)
    telling.sees("Asha", "Slack", "#help, private", _must(answer, "Closed", "Asha's ticket is closed"))
    telling.did("Ravi", "asks what is left:", "/ticket queue")
    answer = await c.ravi.command("/ticket", "queue", TRIAGE)
    telling.sees("Ravi", "Slack", "#it-triage, private", _must(answer, "T-", "Ravi sees the queue"))


async def _last(look: Callable[[], Sequence[M]], words: str, what: str) -> M:
    """The last message there, as soon as it holds these words."""
    return await _until(lambda: list(look())[-1:], words, what)


async def _first(look: Callable[[], Sequence[M]], words: str, what: str) -> M:
    return await _until(lambda: list(look())[:1], words, what)


async def _until(look: Callable[[], Sequence[M]], words: str, what: str) -> M:
    for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
        for message in look():
            if words in "\n".join(shown(message)):
                return message
        await asyncio.sleep(LOOK_SECONDS)
    raise DidNotHappen(f"{what} (within {PATIENCE_SECONDS:.0f} seconds)")


def _must(message: Message | None, words: str, what: str) -> Message:
    if message is None or words not in message.plain():
        raise DidNotHappen(what)
    return message


def _taken(problems: dict[str, str], what: str) -> None:
    if problems:
        raise DidNotHappen(f"{what} was not taken: {'; '.join(problems.values())}")


def _key(message: Message) -> str:
    found = re.search(r"T-\d+", message.plain())
    if found is None:
        raise DidNotHappen("a ticket's number on the card")
    return found[0]
