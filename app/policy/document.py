"""The whole policy file as one value, and the questions the desk asks of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from app.policy.calendars import ROUND_THE_CLOCK, CalendarPolicy
from app.policy.conversation import ConversationPolicy
from app.policy.digests import DigestPolicy
from app.policy.files import FilesPolicy
from app.policy.links import MeTooPolicy, SimilarPolicy
from app.policy.promises import AutoClose, Ladder, Reminders, SlaPolicy
from app.policy.refusal import refused
from app.policy.routes import CategoryPolicy, ChannelPolicy, PriorityRule
from app.policy.teams import TeamPolicy
from app.policy.values import Key, LocaleTag, Section, Zone

FIRST_TEAM = "help"


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        # To Python, True is 1.
        raise refused(((), "expected 1, got true or false"))
    return value


Version = Annotated[Literal[1], BeforeValidator(_number)]


class Defaults(Section):
    """What holds where nothing is said. `team` is '' only until the document is settled: then it is the first one."""

    team: Key = ""
    locale: LocaleTag = "en"
    timezone: Zone = "UTC"


class PeoplePolicy(Section):
    """`link_by_email`: the same verified address on Slack and Teams is the same person."""

    link_by_email: bool = Field(default=True, strict=True)


def _first_team() -> dict[str, TeamPolicy]:
    return {FIRST_TEAM: TeamPolicy(name="Help desk")}


class Document(Section):
    """policy.yaml. Without any file: one team, no promises."""

    version: Version
    defaults: Defaults = Defaults()
    people: PeoplePolicy = PeoplePolicy()
    calendars: dict[Key, CalendarPolicy] = Field(default_factory=dict)
    teams: dict[Key, TeamPolicy] = Field(default_factory=_first_team, min_length=1)
    categories: dict[Key, CategoryPolicy] = Field(default_factory=dict)
    channels: list[ChannelPolicy] = Field(default_factory=list)
    priority_rules: list[PriorityRule] = Field(default_factory=list)
    sla: dict[Key, SlaPolicy] = Field(default_factory=dict)
    escalation: dict[Key, Ladder] = Field(default_factory=dict)
    auto_close: AutoClose | None = None
    reminders: Reminders | None = None
    digests: list[DigestPolicy] = Field(default_factory=list)
    files: FilesPolicy = FilesPolicy()
    conversation: ConversationPolicy = ConversationPolicy()
    similar: SimilarPolicy = SimilarPolicy()
    me_too: MeTooPolicy = MeTooPolicy()

    @property
    def default_team(self) -> str:
        return self.defaults.team or next(iter(self.teams))

    def settled(self) -> Document:
        """The same with its default team named, so that nothing depends on the order of the teams any more."""
        return self.model_copy(update={"defaults": self.defaults.model_copy(update={"team": self.default_team})})

    def team_name(self, team: str) -> str:
        return self.teams[team].name or team

    def calendar(self, name: str) -> CalendarPolicy:
        """Its zone filled in; '' is round the clock. Raises KeyError."""
        found = self.calendars[name] if name else ROUND_THE_CLOCK
        return found if found.timezone else found.model_copy(update={"timezone": self.defaults.timezone})

    def calendar_of(self, team: str) -> CalendarPolicy:
        """The hours a team works; round the clock where none are named, and for a team the policy has forgotten."""
        policy = self.teams.get(team)
        return self.calendar(policy.calendar or "" if policy else "")

    def sla_of(self, team: str) -> SlaPolicy | None:
        """The team's own promises, else the default ones, else none."""
        policy = self.teams.get(team)
        if policy and policy.sla:
            return self.sla[policy.sla]
        return next((sla for sla in self.sla.values() if sla.default), None)

    def ladder_of(self, team: str) -> Ladder:
        return self.escalation.get(team, [])


BUILT_IN = Document(version=1, teams=_first_team()).settled()
"""In force until a policy is applied: a fresh installation has one team and can be used at once."""
