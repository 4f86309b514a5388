"""Who asks on one platform and who answers on the other: the four crossings, each side in its own manner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from integrations.sandbox.slack.seen import Message as SlackMessage
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

CROSSINGS = [("slack", "slack"), ("slack", "teams"), ("teams", "slack"), ("teams", "teams")]


@dataclass
class Crossing:
    """The requester asks on `asker`, the agent works on `helper`; cards stand on both."""

    house: House
    asker: str
    helper: str
    asked: Any = None

    @property
    def requester(self) -> str:
        return "Asha" if self.asker == "slack" else "Tara"

    @property
    def agent(self) -> str:
        return "Ravi" if self.helper == "slack" else "Tom"

    async def asks(self, text: str) -> None:
        """In a request channel of their platform."""
        house = self.house
        place: Any = SLACK_HELP if self.asker == "slack" else house.teams_asks
        self.asked = await (house.asha.says(place, text) if self.asker == "slack" else house.tara.posts(place, text))
        await house.settle()

    async def says_more(self, text: str) -> Any:
        """The requester, in the thread of what they asked."""
        house = self.house
        if self.asker == "slack":
            said: Any = await house.asha.says(SLACK_HELP, text, thread=self.asked)
        else:
            said = await house.tara.posts(house.teams_asks, text, thread=self.asked)
        await house.settle()
        return said

    async def agent_says(self, text: str) -> Any:
        """The agent, in the thread of their platform's card."""
        house = self.house
        if self.helper == "slack":
            said: Any = await house.ravi.says(SLACK_TRIAGE, text, thread=self.card("slack"))
        else:
            said = await house.tom.posts(house.teams_triage, text, thread=self.card("teams"))
        await house.settle()
        return said

    def card(self, platform: str) -> Any:
        house = self.house
        return house.ravi.sees(SLACK_TRIAGE)[0] if platform == "slack" else house.tom.sees(house.teams_triage)[0]

    def agents_thread(self, platform: str) -> list[str]:
        """What stands below the agents' card there, from the desk."""
        house = self.house
        said: list[Any] = house.ravi.replies(self.card("slack")) if platform == "slack" else house.tom.replies(self.card("teams"))
        return [message.plain() for message in said if _by_desk(message)]

    @property
    def other(self) -> str:
        return "teams" if self.helper == "slack" else "slack"

    def heard(self) -> list[str]:
        """What the requester reads of the desk below their request, the card aside."""
        house = self.house
        said: list[Any] = house.asha.replies(self.asked) if self.asker == "slack" else house.tara.replies(self.asked)
        return [message.plain() for message in said if _by_desk(message)][1:]

    def everything_heard(self) -> str:
        """All that the requester sees anywhere."""
        house = self.house
        who: Any = house.asha if self.asker == "slack" else house.tara
        places: list[Any] = [SLACK_HELP, None] if self.asker == "slack" else [house.teams_asks, None]
        said = [message for place in places for message in (who.sees(place) if place else who.sees())]
        said += who.replies(self.asked) if self.asked else []
        return "\n".join(message.plain() for message in said)


def _by_desk(message: Any) -> bool:
    return bool(message.by_bot) if isinstance(message, SlackMessage) else not message.author
