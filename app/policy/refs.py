"""How the policy file names a person: `slack:U1`, `slack:T1/U1`, `teams:<Entra object id>`, or an email address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.people.model import Person, Platform

_EMAIL = re.compile(r"[^\s@:/,<>\"]{1,64}@[^\s@:/,<>\"]{1,190}")
_USER = re.compile(r"(?P<platform>slack|teams):(?:(?P<workspace>[^\s:/@,]{1,100})/)?(?P<user>[^\s/@,]{1,150})")


@dataclass(frozen=True)
class Ref:
    """Either an `email`, or a `user` of a `platform`, in one `workspace` or ('') in whichever knows them."""

    platform: Platform | None = None
    workspace: str = ""
    user: str = ""
    email: str = ""


def parse_ref(text: str) -> Ref:
    """Raises ValueError with a sentence. Emails and Entra object ids are compared in lower case."""
    if found := _USER.fullmatch(text):
        platform = Platform(found["platform"])
        user = found["user"].lower() if platform is Platform.TEAMS else found["user"]
        return Ref(platform, found["workspace"] or "", user)
    if _EMAIL.fullmatch(text):
        return Ref(email=text.casefold())
    raise ValueError(f'"{text[:80]}" names nobody: write slack:U…, slack:T…/U…, teams:<object id> or an email address')


def names(person: Person) -> Iterable[str]:
    """Every reference by which a policy file may name this person."""
    if person.email:
        yield person.email
    for identity in person.identities:
        yield f"{identity.platform}:{identity.user}"
        if identity.workspace:
            yield str(identity)
