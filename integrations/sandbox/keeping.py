"""Both platforms as plain data, and back: what was said and shown, who and what is there, which ids were given.

Secrets are not in it: keys, tokens, passwords and the addresses that are as good as one are new in every run. Nor is what a
client forgets when it is closed: open forms and unfolded parts of cards.
"""

from __future__ import annotations

import uuid
from typing import Any

from integrations.sandbox.plain import Broken, Plain
from integrations.sandbox.slack import SlackWorkspace
from integrations.sandbox.slack.model import Account, SharedFile, View
from integrations.sandbox.slack.model import Place as SlackPlace
from integrations.sandbox.teams import Person, Place, TeamsTenant, activities
from integrations.sandbox.teams.files import Upload
from integrations.sandbox.teams.places import PERSONAL

Json = dict[str, Any]


def kept(workspace: SlackWorkspace, tenant: TeamsTenant) -> Json:
    """Everything in them that outlives a run."""
    return {"slack": _slack(workspace), "teams": _teams(tenant)}


def restore(workspace: SlackWorkspace, tenant: TeamsTenant, found: Json) -> None:
    """Be as they were. The people must be there already; addresses of the run before become those of this one.

    Raises Broken; then both are good for nothing.
    """
    try:
        addresses = {found["slack"]["origin"]: workspace.origin, found["teams"]["origin"]: tenant.base_url}
        _restore_slack(workspace, _moved(found["slack"], addresses))
        _restore_teams(tenant, _moved(found["teams"], addresses))
    except (KeyError, TypeError, AttributeError) as error:
        raise Broken(f"{type(error).__name__} {error}") from None


async def announce(tenant: TeamsTenant) -> None:
    """The service has another address in every run. An app learns it from the next activity: here, that it was upgraded.

    `add-upgrade`: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events.
    """
    person = next((one for one in tenant.people if one.personal is not None and one.personal.bot_in), None)
    if person is not None:
        activity = activities.envelope(tenant, person, person.chat, "installationUpdate", f"f:{uuid.uuid4()}")
        await tenant.delivery.tell(activity | {"action": "add-upgrade"})


def _slack(workspace: SlackWorkspace) -> Json:
    world, plain = workspace.world, _by_id(workspace)
    return {
        "origin": workspace.origin,
        "last_ts": world.last_ts,
        "accounts": [plain.whole(one) for one in world.accounts.values()],
        "files": [plain.whole(one) for one in world.files.values()],
        "places": [plain.whole(one) for one in world.places.values()],
        "homes": [plain.whole(one) for one in workspace.views.homes.values()],
    }


def _restore_slack(workspace: SlackWorkspace, found: Json) -> None:
    world, plain = workspace.world, _by_id(workspace)
    world.last_ts = plain.read(int, found["last_ts"])
    for account in (Account(**plain.values(Account, row)) for row in found["accounts"]):
        world.accounts[account.id] = account
    for file in (SharedFile(**plain.values(SharedFile, row)) for row in found["files"]):
        world.files[file.id] = file
    places = [SlackPlace(**plain.values(SlackPlace, row)) for row in found["places"]]
    world.places = {place.id: place for place in places}
    views = [View(**plain.values(View, row)) for row in found["homes"]]
    workspace.views.homes = {view.user: view for view in views}


def _by_id(workspace: SlackWorkspace) -> Plain:
    return Plain({SharedFile: (lambda file: str(file.id), workspace.world.files.__getitem__)})


def _teams(tenant: TeamsTenant) -> Json:
    plain = _by_name(tenant)
    return {
        "origin": tenant.base_url,
        "last_id": tenant.last_id,
        "uploads": [plain.whole(one) for one in tenant.uploads.values()],
        "places": [plain.whole(one) for one in tenant.places.values()],
    }


def _restore_teams(tenant: TeamsTenant, found: Json) -> None:
    plain = _by_name(tenant)
    tenant.last_id = plain.read(int, found["last_id"])
    for upload in (Upload(**plain.values(Upload, row)) for row in found["uploads"]):
        tenant.uploads[upload.id] = upload
    for row in found["places"]:  # all of them before any message that names one
        tenant.places.setdefault(row["id"], Place(row["id"], row["kind"]))
    for row in found["places"]:
        place = tenant.places[row["id"]]
        vars(place).update(plain.values(Place, row))
        tenant.attached |= {file.id: file for posted in place.posts for file in posted.files}
        if place.kind == PERSONAL:
            place.members[0].personal = place


def _by_name(tenant: TeamsTenant) -> Plain:
    people = {one.aad: one for one in tenant.people}
    return Plain(
        {
            Person: (lambda person: str(person.aad), people.__getitem__),
            Place: (lambda place: str(place.id), tenant.places.__getitem__),
        }
    )


def _moved(value: Any, addresses: dict[str, str]) -> Any:
    """The same with new addresses, wherever an old one stands in a text."""
    if isinstance(value, dict):
        return {key: _moved(one, addresses) for key, one in value.items()}
    if isinstance(value, list):
        return [_moved(one, addresses) for one in value]
    if isinstance(value, str) and "://" in value:
        for old, new in addresses.items():
            value = value.replace(old, new)
    return value
