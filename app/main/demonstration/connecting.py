"""The last step of the tour: what to paste to connect a real Slack workspace and a real Teams tenant."""

from __future__ import annotations

from collections.abc import Callable

from app.manifests import slack_yaml

SLACK = """\
1. Open api.slack.com/apps, Create New App, From a manifest, and paste what stands below.
2. Install to Workspace.
3. Put these three into a file .env beside ./sahayak:
     SLACK_SIGNING_SECRET=…   Basic Information, Signing Secret
     SLACK_BOT_TOKEN=xoxb-…   OAuth & Permissions, Bot User OAuth Token
     SLACK_APP_TOKEN=xapp-…   Basic Information, App-Level Tokens, with connections:write
4. In Slack: /invite @Sahayak in a channel for your agents, and where people ask.
5. Name your agents and channels in policy.yaml, and that file in .env: SAHAYAK_POLICY=policy.yaml
6. ./sahayak serve, and in a second terminal ./sahayak doctor
docs/slack.md has every step, and what each error looks like.

{manifest}"""

TEAMS = """\
1. Have a reverse proxy or tunnel pass https://desk.example.com to 127.0.0.1:3000.
2. Register an application in Microsoft Entra (single tenant) and an Azure Bot with the endpoint
   https://desk.example.com/api/messages; add the channel Microsoft Teams to it.
3. Put what stands below into a file .env beside ./sahayak, with your own address, the Application (client) ID,
   the Directory (tenant) ID and the value of a client secret.
4. ./sahayak manifest teams --out sahayak.zip
   and upload the zip in the Teams admin centre.
5. Name your agents and channels in policy.yaml, and that file in .env: SAHAYAK_POLICY=policy.yaml
6. ./sahayak serve, and in a second terminal ./sahayak doctor
docs/teams.md has every step, and what each error looks like.

SAHAYAK_PUBLIC_URL=https://desk.example.com
TEAMS_APP_ID=
TEAMS_TENANT_ID=
TEAMS_APP_PASSWORD=
"""


class Connecting:
    """`looked` is called when somebody reads it."""

    def __init__(self, looked: Callable[[], None]) -> None:
        self._looked = looked

    async def texts(self) -> dict[str, str]:
        """For each platform what to do, and after the first empty line what to paste."""
        self._looked()
        return {"slack": SLACK.format(manifest=slack_yaml()), "teams": TEAMS}
