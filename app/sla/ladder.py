"""The ladder: what happens at the warning, at the breach (level 1) and at each level above."""

from __future__ import annotations

from collections.abc import Sequence

from app.policy.document import Document
from app.policy.promises import Hear, Level

USUAL: Sequence[Level] = (
    Level(at="warning", notify=[Hear.ASSIGNEE]),
    Level(at="breach", notify=[Hear.ASSIGNEE], channel=True),
)
"""For teams whose policy names none."""

WARNING, BREACH = 0, 1


def ladder_of(document: Document, team: str) -> Sequence[Level]:
    return document.ladder_of(team) or USUAL


def step(document: Document, team: str, level: int) -> Level | None:
    """What the policy wants at this level; None: nothing."""
    ladder = ladder_of(document, team)
    if level in (WARNING, BREACH):
        named = "warning" if level == WARNING else "breach"
        return next((one for one in ladder if one.at == named), None)
    above = [one for one in ladder if one.after is not None]
    return above[level - 2] if level - 2 < len(above) else None
