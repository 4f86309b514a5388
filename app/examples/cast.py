"""The people and the words of the examples, in each language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.cards import Mention
from app.people.model import Category, Identity, Person, Platform, Role, Team
from app.tickets.comment import Comment, Visibility
from app.tickets.model import Priority, Source, Status, Ticket, Via

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
"""A Monday morning in India."""

ZONE = "Asia/Kolkata"
SLACK_TEAM, TENANT = "T0DESK001", "3f1de5c0-8a4c-4c7e-9f0a-5b8a1c2d3e4f"
_USERS = {
    7: ("U0ASHA001", "1f2c1a52-8d5a-4f7e-9a55-0d8d5a2f7e11"),
    9: ("U0RAVI001", "7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    11: ("U0MINA001", "9b2f8f0e-6c1d-4f4f-8d6e-2a7b9c3d4e5f"),
}


@dataclass(frozen=True)
class Told:
    """Everything in the examples that people have written or are called. Tests put hostile texts here."""

    requester: str
    agent: str
    other_agent: str
    team: str
    other_team: str
    category: str
    summary: str
    details: str
    reply: str
    answer: str
    resolution: str
    others: tuple[str, ...] = ()


TOLD = {
    "en": Told(
        requester="Asha Rao",
        agent="Ravi Kumar",
        other_agent="Mina Das",
        team="IT Support",
        other_team="People",
        category="VPN",
        summary="VPN is down",
        details="Hi, my VPN is down since this morning.\nIt says “gateway not reachable”. Can you help?",
        reply="Which city are you in, and does it work on another network?",
        answer="I am in Pune. On my phone's network it works.",
        resolution="Restarted the Pune gateway and renewed its certificate.",
        others=("New laptop for a colleague who starts on Monday", "Printer on the second floor is broken", "Reset my password"),
    ),
    "hi": Told(
        requester="आशा राव",
        agent="रवि कुमार",
        other_agent="मीना दास",
        team="आईटी सपोर्ट",
        other_team="मानव संसाधन",
        category="वीपीएन",
        summary="वीपीएन नहीं चल रहा",
        details="नमस्ते, आज सुबह से मेरा वीपीएन नहीं चल रहा।\n“गेटवे नहीं मिला” लिखा आता है। क्या आप मदद कर सकते हैं?",
        reply="आप किस शहर में हैं, और क्या यह किसी दूसरे नेटवर्क पर चलता है?",
        answer="मैं पुणे में हूँ। फ़ोन के नेटवर्क पर चल रहा है।",
        resolution="पुणे का गेटवे फिर से चालू किया और उसका सर्टिफ़िकेट नया किया।",
        others=("सोमवार को आने वाले साथी के लिए नया लैपटॉप", "दूसरी मंज़िल का प्रिंटर ख़राब है", "मेरा पासवर्ड रीसेट करें"),
    ),
}


@dataclass(frozen=True)
class Cast:
    """The people, teams and tickets of one set of examples."""

    told: Told
    platform: Platform

    @property
    def requester(self) -> Person:
        return self._person(7, self.told.requester)

    @property
    def agent(self) -> Person:
        return self._person(9, self.told.agent, {1: Role.AGENT})

    @property
    def other_agent(self) -> Person:
        return self._person(11, self.told.other_agent, {1: Role.LEAD})

    @property
    def people(self) -> dict[int, Person]:
        return {person.id: person for person in (self.requester, self.agent, self.other_agent)}

    @property
    def team(self) -> Team:
        return Team(1, 1, "it", self.told.team)

    @property
    def other_team(self) -> Team:
        return Team(1, 2, "hr", self.told.other_team)

    @property
    def category(self) -> Category:
        return Category(1, 1, "vpn", self.told.category, 1, "high", ("vpn",))

    @property
    def elsewhere(self) -> Platform:
        """The platform that is not theirs."""
        return next(platform for platform in Platform if platform is not self.platform)

    def identity(self, person: Person) -> str:
        """Who they are on the platform of these examples."""
        known = person.identity_on(self.platform)
        return str(known) if known else ""

    def mention(self, person: Person) -> Mention:
        return Mention(person.name, tuple(str(identity) for identity in person.identities))

    def ticket(self, number: int = 42, summary: str | None = None, priority: Priority = Priority.HIGH) -> Ticket:
        """A ticket that was just opened."""
        reason = "category:vpn" if priority is Priority.HIGH else "default"
        at = NOW - timedelta(minutes=(42 - number) * 55)
        return Ticket(
            org_id=1, number=number, summary=self.told.summary if summary is None else summary, details=self.told.details,
            status=Status.NEW, priority=priority, priority_reason=reason, team_id=1, category_id=1, requester_id=7,
            assignee_id=None, via=Via.MESSAGE, created_at=at, updated_at=at, version=1, source=self.source,
        )  # fmt: skip

    @property
    def source(self) -> Source:
        link = "https://desk.slack.com/archives/C0HELP001/p1795408200000100"
        return Source(Platform.SLACK, SLACK_TEAM, "C0HELP001", "1795408200.000100", link=link)

    def comment(self, author: Person, text: str) -> Comment:
        return Comment(1, 5, 42, author.id, Visibility.PUBLIC, text, NOW)

    def _person(self, person_id: int, name: str, roles: dict[int, Role] | None = None) -> Person:
        slack, teams = _USERS[person_id]
        identities = (
            Identity(1, person_id, Platform.SLACK, SLACK_TEAM, slack),
            Identity(1, person_id, Platform.TEAMS, TENANT, teams),
        )
        return Person(1, person_id, name, timezone=ZONE, roles=roles or {}, identities=identities)
