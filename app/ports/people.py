"""What the desk keeps of organisations, people and its configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from app.people.model import Category, Identity, Organisation, Person, Platform, Profile, RequestChannel, Role, Team, Workspace

T = TypeVar("T")


class Inbox(Protocol):
    def first_time(self, org_id: int, key: str, at: datetime) -> bool:
        """Remember `key`; False when it was there already, whoever committed it."""

    def first_times(self, org_id: int, keys: Sequence[str], at: datetime) -> bool:
        """Remember all of them in one go; False when any was there already."""

    def one_of(self, org_id: int, key: str, most: int, at: datetime) -> bool:
        """Take the next of `most` places under `key`; False when all are taken."""

    def seen(self, org_id: int, key: str) -> bool: ...

    def forget_before(self, org_id: int, at: datetime) -> int: ...


class Organisations(Protocol):
    def first(self) -> Organisation:
        """The organisation of an installation that has only one; made on first use."""

    def get(self, org_id: int) -> Organisation: ...

    def save(self, organisation: Organisation) -> None: ...

    def all(self) -> Sequence[Organisation]: ...


class Workspaces(Protocol):
    def find(self, platform: Platform, external_id: str) -> Workspace | None:
        """The only question asked without an organisation, because it is what finds one."""

    def of(self, org_id: int) -> Sequence[Workspace]: ...

    def save(self, workspace: Workspace) -> Workspace:
        """Insert (id 0) or update; the saved row with its id."""


class People(Protocol):
    def get(self, org_id: int, person_id: int) -> Person: ...

    def many(self, org_id: int, person_ids: Iterable[int]) -> dict[int, Person]: ...

    def by_identity(self, org_id: int, platform: Platform, workspace: str, user: str) -> Person | None:
        """The person; an identity known without its workspace ('' in the policy file) matches too."""

    def admins(self, org_id: int) -> Sequence[Person]: ...

    def helpers(self, org_id: int) -> Sequence[Person]:
        """Everybody who works in a team and has not left, by name."""

    def called(self, org_id: int, name: str) -> Person | None:
        """Somebody with this very name, letter case aside."""

    def found(self, org_id: int, words: str, on: Platform, most: int) -> Sequence[Person]:
        """Members who have not left, are on that platform and are known by name, with every one of `words` in their name or
        address; the best first.
        """

    def by_email(self, org_id: int, email: str) -> Person | None:
        """Case-insensitive; only verified addresses are stored."""

    def add(self, org_id: int, name: str, profile: Profile, at: datetime) -> Person: ...

    def save(self, person: Person, at: datetime) -> None:
        """Name, email, locale, zone, kind, active, admin."""

    def add_identity(self, identity: Identity) -> None:
        """Insert, or complete the one known without its workspace."""

    def remember_conversation(self, org_id: int, platform: Platform, workspace: str, user: str, conversation: str) -> None: ...

    def merge(self, org_id: int, keep: int, drop: int) -> None:
        """Everything of `drop` (identities, roles, tickets, comments, history) becomes `keep`'s."""


class Teams(Protocol):
    def get(self, org_id: int, team_id: int) -> Team: ...

    def by_key(self, org_id: int, key: str) -> Team | None: ...

    def all(self, org_id: int) -> Sequence[Team]:
        """Active teams in the policy's order."""

    def members(self, org_id: int, team_id: int) -> Sequence[tuple[Person, Role]]:
        """Active people by name."""

    def holding(self, org_id: int, team_id: int, role: Role) -> Sequence[Person]:
        """Everybody the policy names in this role, by name; those who have left too."""

    def save(self, team: Team, position: int) -> Team: ...

    def set_members(self, org_id: int, team_id: int, members: Iterable[tuple[int, Role, str]]) -> None:
        """Replace: (person id, role, the reference as the policy wrote it)."""

    def member_refs(self, org_id: int, team_id: int) -> Sequence[tuple[Role, str]]: ...

    def by_triage_channel(self, org_id: int, platform: Platform, channel: str) -> Team | None: ...


class Categories(Protocol):
    def get(self, org_id: int, category_id: int) -> Category: ...

    def all(self, org_id: int) -> Sequence[Category]:
        """Active categories in the policy's order."""

    def save(self, category: Category, position: int) -> Category: ...


class Audiences(Protocol):
    """Who reads in the request channels, as their messages have said."""

    def known(self, org_id: int, platform: Platform, workspace: str, channel: str) -> bool | None:
        """Whether everybody of the workspace may read there; None where it has never been told."""

    def learn(self, org_id: int, platform: Platform, workspace: str, channel: str, everybody: bool) -> None: ...


class RequestChannels(Protocol):
    def find(self, org_id: int, platform: Platform, channel: str) -> RequestChannel | None: ...

    def all(self, org_id: int) -> Sequence[RequestChannel]: ...

    def replace(self, org_id: int, channels: Iterable[RequestChannel]) -> None: ...


class Policies(Protocol):
    def current(self, org_id: int) -> tuple[int, Mapping[str, Any]] | None:
        """Version and document of the policy in force."""

    def understood(self, org_id: int, read: Callable[[int, Mapping[str, Any]], T]) -> T | None:
        """What `read` makes of the policy in force, once for as long as it is; None without one."""

    def understood_then(self, org_id: int, version: int, read: Callable[[int, Mapping[str, Any]], T]) -> T | None:
        """What `read` makes of an earlier version."""

    def since(self, org_id: int, version: int) -> Sequence[tuple[int, datetime]]:
        """Later versions and when each came into force, in order."""

    def save(self, org_id: int, document: Mapping[str, Any], source: str, at: datetime) -> int:
        """A new version; `source` is the text as it was written."""

    def source(self, org_id: int) -> str: ...
