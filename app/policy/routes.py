"""What comes in and where it goes: categories, request channels, rules of priority."""

from __future__ import annotations

from typing import Annotated

import regex
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from app.people.model import Intake, Platform
from app.policy.refusal import refused
from app.policy.values import ChannelId, Key, Label, PersonRef, Section, one_or_many
from app.tickets.model import Priority


def _word(text: str) -> str:
    if not regex.search(r"\w", text):
        raise refused(((), f'"{text[:40]}" has no letter and no digit: it would never be found'))
    return text


Word = Annotated[str, Field(max_length=200), AfterValidator(_word)]
Words = Annotated[list[Word], Field(max_length=500)]


class CategoryPolicy(Section):
    """A kind of request. `name` None: the key is the name. `team` None: the default team."""

    name: Label | None = None
    team: Key | None = None
    priority: Priority | None = None
    keywords: Words = Field(default_factory=list)


class ChannelPolicy(Section):
    """A channel where people ask; one platform each. `team` None: the default team."""

    slack: ChannelId | None = None
    teams: ChannelId | None = None
    team: Key | None = None
    intake: Intake = Intake.ON_REQUEST

    @model_validator(mode="after")
    def _one_platform(self) -> ChannelPolicy:
        if (self.slack is None) == (self.teams is None):
            raise refused(((), "say which channel: either slack: C… or teams: 19:…"))
        return self

    @property
    def place(self) -> tuple[Platform, str]:
        return (Platform.SLACK, self.slack) if self.slack else (Platform.TEAMS, self.teams or "")


OneOrMoreWords = Annotated[Words, BeforeValidator(one_or_many, json_schema_input_type=Word | Words)]
OneOrMoreRefs = Annotated[list[PersonRef], BeforeValidator(one_or_many, json_schema_input_type=PersonRef | list[PersonRef])]
OneOrMoreKeys = Annotated[list[Key], BeforeValidator(one_or_many, json_schema_input_type=Key | list[Key])]


class Condition(Section):
    """What a rule looks at. Everything that is given has to hold; of each list, one is enough."""

    words: OneOrMoreWords = Field(default_factory=list)
    requester: OneOrMoreRefs = Field(default_factory=list)
    category: OneOrMoreKeys = Field(default_factory=list)

    @model_validator(mode="after")
    def _something(self) -> Condition:
        if not (self.words or self.requester or self.category):
            raise refused(((), "a rule without a condition would hold for everything: name words, requester or category"))
        return self


class PriorityRule(Section):
    """`priority` sets, `at_least` only raises."""

    when: Condition
    priority: Priority | None = None
    at_least: Priority | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> PriorityRule:
        if (self.priority is None) == (self.at_least is None):
            raise refused(((), "say either priority or at_least"))
        return self
