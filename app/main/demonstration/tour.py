"""The guided tour: eight things to try, each of which ticks itself off when it shows on somebody's screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.main.demonstration.company import Company
from integrations.sandbox.slack.seen import Message as SlackMessage
from integrations.sandbox.teams.message import Message as TeamsMessage

_KEY = re.compile(r"T-(\d+)")
_DEVANAGARI = re.compile(r"[\u0900-\u097f]{2}")
_UNCLAIMED, _REPLIED = "Assignee: Nobody yet", re.compile(r"\breplied on T-|ने T-\d+ पर जवाब")


@dataclass(frozen=True)
class Sight:
    """A message of the desk that came after the tour began, as whoever is asked about reads it."""

    place: str
    platform: str
    text: str


@dataclass(frozen=True)
class Step:
    """`person` and `place`, or a panel of the page, are opened when somebody chooses the step."""

    key: str
    title: str
    words: str
    person: str
    place: str
    panel: str = ""

    @property
    def act(self) -> dict[str, str]:
        """What the page opens."""
        return {"panel": self.panel} if self.panel else {"person": self.person, "place": self.place}


STEPS = (
    Step("ask", "Ask for help", "As Asha, write in #help: My VPN is down, can you help? A ticket comes of it, in the thread.",
         "slack:U0ASHA001", "C0HELP001"),
    Step("claim", "Claim it", "Be Mina, an agent: her card stands in #it-triage. Press Claim and look at Asha's thread again.",
         "slack:U0MINA001", "C0TRIAGE1"),
    Step("answer", "Answer it", "Press Reply… on the card. Asha reads it in her thread; the rest of the thread stays inside.",
         "slack:U0MINA001", "C0TRIAGE1"),
    Step("crossing", "The same ticket on Teams", "Be Tom on Teams: the same card stands in IT triage. Press Priority… there.",
         "teams:7c9e6679-7425-40de-944b-e07fc1f90ae7", "19:triage@thread.tacv2"),
    Step("breach", "Break a promise", "Ask something else and let time go by: Next SLA event. The warning, then #escalations.",
         "slack:U0LENA001", "C0ESCAL01"),
    Step("digest", "Read the digest", "Monday 09:00: Boris reads in #digests how the week was; its buttons open the lists.",
         "slack:U0BORI001", "C0DIGEST1"),
    Step("hindi", "In Hindi", "Be Hira and write to Sahayak: मेरा वीपीएन नहीं चल रहा है, कृपया मदद करें",
         "slack:U0HIRA001", "im"),
    Step("connect", "Connect your own", "What to paste into Slack and Teams stands under Connect.", "", "", "connect"),
)  # fmt: skip


class Tour:
    """Nothing is done before it has begun; what was said until then does not count."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._begun: datetime | None = None
        self._known = 0
        self._done: set[str] = set()

    def begin(self, at: datetime) -> None:
        before = self._said(datetime.fromtimestamp(0, UTC))
        self._known = max((int(found) for one in before for found in _KEY.findall(one.text)), default=0)
        self._begun = at

    @property
    def begun(self) -> bool:
        return self._begun is not None

    def kept(self) -> dict[str, Any]:
        """As plain data."""
        self._look()
        return {"begun": self._begun.isoformat() if self._begun else None, "known": self._known, "done": sorted(self._done)}

    def restore(self, found: dict[str, Any]) -> None:
        """As it was. Raises KeyError, TypeError or ValueError for anything that was never kept."""
        self._begun = datetime.fromisoformat(found["begun"]) if found["begun"] is not None else None
        self._known, self._done = int(found["known"]), {str(one) for one in found["done"]}

    async def steps(self) -> list[dict[str, Any]]:
        """Every step, and whether it was seen to happen."""
        self._look()
        return [
            {"key": one.key, "title": one.title, "words": one.words, "done": one.key in self._done, "act": one.act}
            for one in STEPS
        ]

    def _look(self) -> None:
        news = list(self._said(self._begun)) if self._begun else []
        self._done |= {key for key, look in self._looks().items() if key not in self._done and look(news)}

    def connected(self) -> None:
        """Somebody has looked at how to connect the real platforms."""
        self._done.add("connect")

    def _looks(self) -> dict[str, Callable[[Sequence[Sight]], bool]]:
        return {
            "ask": lambda news: bool(self._fresh(news)),
            "claim": lambda news: any("Assignee: " in one and _UNCLAIMED not in one for one in self._cards(news)),
            "answer": lambda news: any(_REPLIED.search(one.text) for one in news),
            "crossing": lambda news: any("set by a person" in one for one in self._cards(news)),
            "breach": lambda news: any(one.place == "escalations" for one in news),
            "digest": lambda news: any(one.place == "digests" for one in news),
            "hindi": lambda news: any(_DEVANAGARI.search(one) for one in self._cards(news)),
        }

    def _fresh(self, news: Sequence[Sight]) -> set[int]:
        """Numbers of tickets that came after the tour began."""
        return {int(found) for one in news for found in _KEY.findall(one.text) if int(found) > self._known}

    def _cards(self, news: Sequence[Sight]) -> list[str]:
        fresh = self._fresh(news)
        triage = [one.text for one in news if "triage" in one.place]
        return [text for text in triage if any(int(found) in fresh for found in _KEY.findall(text))]

    def _said(self, since: datetime) -> Iterator[Sight]:
        yield from self._said_on_slack(since)
        yield from self._said_on_teams(since)

    def _said_on_slack(self, since: datetime) -> Iterator[Sight]:
        world = self._company.slack.world
        for place in world.places.values():
            reader = world.accounts.get(place.im_of)
            for posted in place.messages:
                if posted.bot_id and not posted.deleted and float(posted.ts) >= since.timestamp():
                    yield Sight(place.name, "slack", SlackMessage(world, posted, reader).plain())

    def _said_on_teams(self, since: datetime) -> Iterator[Sight]:
        for place in self._company.teams.places.values():
            for posted in place.posts:
                if posted.author is None and posted.at >= since and place.members:
                    name = "" if place.kind == "personal" else place.name
                    yield Sight(name, "teams", TeamsMessage(posted, place.members[0]).plain())
