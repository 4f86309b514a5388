"""The platform-neutral vocabulary of what is asked: a Slack modal, a Teams dialog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TextField:
    """`value` prefills it; `hint` says what to fill in or how long it may be (characters)."""

    name: str
    label: str
    value: str = ""
    required: bool = False
    multiline: bool = False
    max_length: int = 3000
    hint: str = ""


@dataclass(frozen=True)
class Option:
    """`note` tells it from others of the same label, beside or below it."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Choice:
    """One of at most a hundred options (Slack's limit)."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    required: bool = False
    hint: str = ""
    placeholder: str = ""


@dataclass(frozen=True)
class PersonField:
    """Somebody of the workspace. Values are identities: "slack:T1/U1", "teams:TENANT/AAD"."""

    name: str
    label: str
    value: str = ""
    value_name: str = ""
    required: bool = False
    hint: str = ""


@dataclass(frozen=True)
class SearchField:
    """One of more options than a menu holds: the verb `search` is asked what fits while somebody types."""

    name: str
    label: str
    search: str
    value: str = ""
    value_name: str = ""
    required: bool = False
    hint: str = ""
    placeholder: str = ""


@dataclass(frozen=True)
class DateField:
    """A day, ISO 8601."""

    name: str
    label: str
    value: str = ""
    required: bool = False
    hint: str = ""


Field = TextField | Choice | PersonField | SearchField | DateField


@dataclass(frozen=True)
class Form:
    """`verb` handles the submission with the fields as `values`; `nonce` makes it count once; `keep` travels along unseen.

    `title` has at most 24 characters, `submit` and `cancel` too. `problem` is shown above the fields, `problems` at them.
    What travels along is not trusted: it only says what the form was about.
    """

    verb: str
    title: str
    submit: str
    cancel: str
    fields: tuple[Field, ...]
    ref: str = ""
    nonce: str = ""
    intro: str = ""
    problem: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)
    locale: str = "en"
