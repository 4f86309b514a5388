"""What the doctor finds in the policy that is in force: nothing wrong in itself, but nobody would be helped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.doctor import Finding, Level
from app.people.model import Platform, Team
from app.ports import Tx


def findings(tx: Tx, org_id: int, on: Sequence[Platform]) -> Iterator[Finding]:
    """`on` are the platforms that are configured. A finding's id ends with the team's key where it is about one."""
    teams = [team for team in tx.teams.all(org_id) if tx.teams.members(org_id, team.id)]
    if not teams:
        remedy = "Put agents into a policy file and set SAHAYAK_POLICY to it (docs/policy.md)."
        yield Finding("policy.agents", Level.WARNING, "No team has agents: nobody can claim a ticket.", remedy)
        return
    yield Finding("policy.agents", Level.OK, f"Teams with agents: {', '.join(team.key for team in teams)}.")
    yield from (finding for team in teams for finding in _triage(team, on))
    if not tx.request_channels.all(org_id):
        says = "No channel is a request channel: people ask in private, by mention, form or emoji."
        yield Finding("policy.channels", Level.OK, says)


def _triage(team: Team, on: Sequence[Platform]) -> Iterator[Finding]:
    name = f"policy.triage.{team.key}"
    off = [platform for platform in team.triage if platform not in on]
    if not team.triage:
        remedy = f"Name a triage channel for it in the policy file: triage: {{{on[0] if on else 'slack'}: …}}."
        yield Finding(name, Level.WARNING, f"The team {team.key} has no channel in which its tickets appear.", remedy)
    elif off:
        where = " and ".join(platform.spoken for platform in off)
        remedy = f"Configure {where}, or take that channel out of the policy file."
        yield Finding(
            name, Level.WARNING, f"The team {team.key} has a triage channel on {where}, which is not configured.", remedy
        )
