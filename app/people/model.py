"""Who is helped and who helps: organisations, the workspaces they talk in, people and the identities they have there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Platform(StrEnum):
    SLACK = "slack"
    TEAMS = "teams"

    @property
    def spoken(self) -> str:
        """Its own name, the same in every language."""
        return self.value.capitalize()


class Role(StrEnum):
    """What somebody is in one team. A lead and a manager may do whatever an agent may."""

    AGENT = "agent"
    LEAD = "lead"
    MANAGER = "manager"


class Kind(StrEnum):
    """How a person belongs: guests may ask and see their own tickets, externals may do nothing until the policy says so."""

    EMPLOYEE = "employee"
    GUEST = "guest"
    EXTERNAL = "external"


@dataclass(frozen=True)
class Organisation:
    """The company that is helped. Its id leads every key. `locale` is a BCP 47 tag, `timezone` an IANA name."""

    id: int
    name: str
    locale: str = "en"
    timezone: str = "UTC"


@dataclass(frozen=True)
class Workspace:
    """One Slack team or Teams tenant of an organisation.

    `external_id` is T… or the tenant id; `url` Slack's own address of the workspace (links are built from it); `service_url`
    the latest verified Bot Connector address (Teams); `bot_user` who we are there; `app_id` the app that may speak for it.
    """

    org_id: int
    id: int
    platform: Platform
    external_id: str
    name: str = ""
    url: str = ""
    service_url: str = ""
    bot_user: str = ""
    bot_id: str = ""
    app_id: str = ""
    active: bool = True


@dataclass(frozen=True)
class Profile:
    """What a platform says of one of its people. Everything but the ids may be unknown.

    `email` is only set when the platform has verified it, because people are linked across platforms by it. `hearsay` is what a
    message says of its writer by itself: a name, but not whether they are a guest or have left.
    """

    name: str = ""
    email: str = ""
    locale: str = ""
    timezone: str = ""
    kind: Kind = Kind.EMPLOYEE
    active: bool = True
    bot: bool = False
    hearsay: bool = False


@dataclass(frozen=True)
class Identity:
    """One person as one platform knows them. `conversation` is the 1:1 chat with the desk there, once it is known."""

    org_id: int
    person_id: int
    platform: Platform
    workspace: str
    user: str
    name: str = ""
    conversation: str = ""

    def __str__(self) -> str:
        return f"{self.platform}:{self.workspace}/{self.user}" if self.workspace else f"{self.platform}:{self.user}"


@dataclass
class Person:
    """Somebody in the organisation. `roles` maps a team's id to what they are in it; `locale` is their own choice or ''."""

    org_id: int
    id: int
    name: str
    email: str = ""
    locale: str = ""
    platform_locale: str = ""
    timezone: str = ""
    kind: Kind = Kind.EMPLOYEE
    active: bool = True
    admin: bool = False
    roles: Mapping[int, Role] = field(default_factory=dict)
    identities: tuple[Identity, ...] = ()

    @property
    def is_agent(self) -> bool:
        """Works tickets of at least one team (agent, lead or manager)."""
        return bool(self.roles)

    def works_in(self, team_id: int) -> bool:
        return team_id in self.roles

    def leads(self, team_id: int) -> bool:
        return self.roles.get(team_id) in (Role.LEAD, Role.MANAGER)

    def identity_on(self, platform: Platform, workspace: str = "") -> Identity | None:
        """Their identity on a platform, in `workspace` if it is named and known there."""
        mine = [i for i in self.identities if i.platform == platform]
        exact = [i for i in mine if i.workspace == workspace]
        return next(iter(exact or mine), None)


@dataclass(frozen=True)
class Team:
    """Agents who share a queue. Channels map a platform to its channel id (Slack C…, Teams 19:…@thread.tacv2)."""

    org_id: int
    id: int
    key: str
    name: str
    triage: Mapping[Platform, str] = field(default_factory=dict)
    escalation: Mapping[Platform, str] = field(default_factory=dict)
    calendar: str = ""
    sla: str = ""
    active: bool = True


@dataclass(frozen=True)
class Category:
    """A kind of request. Belongs to a team, may set the priority, is guessed by its keywords."""

    org_id: int
    id: int
    key: str
    name: str
    team_id: int
    priority: str = ""
    keywords: tuple[str, ...] = ()
    active: bool = True


class Intake(StrEnum):
    """What a request channel does with a top-level message."""

    EVERY_MESSAGE = "every_message"
    NUDGE = "nudge"
    ON_REQUEST = "on_request"


@dataclass(frozen=True)
class RequestChannel:
    org_id: int
    platform: Platform
    channel: str
    team_id: int
    intake: Intake
