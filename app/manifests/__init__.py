"""What Slack and Teams are told about this app: made from the table of commands and one table of ways in."""

from app.manifests.slack import build_slack, slack_yaml
from app.manifests.teams import build_teams, pack_teams

__all__ = ["build_slack", "build_teams", "pack_teams", "slack_yaml"]
