"""What a person sees and does on the Teams half of the page, by JSON pointers and input ids, over HTTP."""

from __future__ import annotations

from typing import Any

from tests.integrations.sandbox.page.conftest import Front
from tests.stories.house import TEAMS_HELP, TEAMS_TRIAGE

TRIAGE = {"place": TEAMS_TRIAGE}


def pointer(node: Any, title: str, path: str = "") -> str:
    """The JSON pointer of the action with this title, '' where there is none."""
    if isinstance(node, dict) and str(node.get("type", "")).startswith("Action.") and node.get("title") == title:
        return path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return next((found for key, value in inner if (found := pointer(value, title, f"{path}/{key}"))), "")


def inputs(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [one for inner in node for one in inputs(inner)]
    if not isinstance(node, dict):
        return []
    own = [node] if str(node.get("type", "")).startswith("Input.") else []
    return own + [one for inner in node.values() for one in inputs(inner)]


async def asked(front: Front) -> dict[str, Any]:
    """Tara writes to the app; the card as Tom has it before him."""
    await front.does("tara", "writes", place=await chat(front, "tara"), text="My laptop is dead")
    card: dict[str, Any] = (await front.sight("tom", **TRIAGE))["place"]["messages"][-1]
    return card


async def chat(front: Front, name: str) -> str:
    found: str = (await front.sight(name))["places"][0]["id"]
    return found


async def test_a_message_becomes_a_card_that_is_claimed_with_one_press(front: Front) -> None:
    message = await asked(front)
    answer = await front.does("tom", "presses", id=message["id"], path=pointer(message["card"], "Claim"), values={}, **TRIAGE)
    assert answer.get("problems", {}) == {}
    assert (await front.house.ticket()).assignee_id is not None
    assert "Tom" in str((await front.sight("tom", **TRIAGE))["place"]["messages"][-1]["card"])


async def test_only_an_action_can_be_pressed_and_only_by_who_sees_it(front: Front) -> None:
    message = await asked(front)
    for path in ("/body/0", "/actions/99", "actions/0", "/actions/-1", "/actions/0/title", "/" + "9" * 5000, "/nothing"):
        answer = await front.tries("tom", "presses", id=message["id"], path=path, values={}, **TRIAGE)
        assert answer == {"ok": False, "problem": "What was pressed is not there any more."}, path
    status, answer = await front.asks(
        "POST", "api/do", json={"person": f"teams:{front.house.tara.aad}", "deed": "presses", "id": message["id"],
                                "path": "/actions/0", "values": {}, **TRIAGE})  # fmt: skip
    assert (status, answer["problem"]) == (400, f"There is no place {TEAMS_TRIAGE!r} for Tara.")
    assert (await front.house.ticket()).assignee_id is None


async def test_a_dialog_opens_minds_what_is_missing_and_is_taken(front: Front) -> None:
    message = await asked(front)
    path = pointer(message["card"], "Resolve…") or pointer(message["card"], "Resolve...")
    await front.does("tom", "presses", id=message["id"], path=path, values={}, **TRIAGE)
    dialog = (await front.sight("tom"))["dialog"]
    button = next(f"/actions/{n}" for n, a in enumerate(dialog["card"]["actions"]) if a["type"] == "Action.Submit")
    [required] = [one for one in inputs(dialog["card"]) if one.get("isRequired")]
    answer = await front.tries("tom", "submits", path=button, values={required["id"]: ""})
    assert answer["problems"] == {required["id"]: required["errorMessage"]}
    assert (await front.sight("tom"))["dialog"]["problems"] == answer["problems"]
    too_long = await front.tries("tom", "submits", path=button, values={required["id"]: "x" * (required["maxLength"] + 1)})
    assert "takes at most" in too_long["problem"]
    assert (await front.house.ticket()).status == "new"
    await front.does("tom", "submits", path=button, values={required["id"]: "A new battery"})
    assert (await front.sight("tom"))["dialog"] is None
    assert (await front.house.ticket()).status == "resolved"


async def test_the_app_is_addressed_in_a_channel_by_its_name(front: Front) -> None:
    await front.does("tara", "writes", place=TEAMS_HELP, text="good morning")
    assert await front.house.tickets() == []
    await front.does("tara", "writes", place=TEAMS_HELP, text="@Sahayak the projector is dark")
    assert [one.summary for one in await front.house.tickets()] == ["the projector is dark"]
    first, second = [m for m in (await front.sight("tom", place=TEAMS_HELP))["place"]["messages"] if not m["bot"]]
    assert (first["text"], first["mentions"], first["mine"]) == ("good morning", {}, False)
    assert (second["text"], second["mentions"]) == ("<at>Sahayak</at> the projector is dark", {"<at>Sahayak</at>": "Sahayak"})
    assert second["thread"] == second["id"]


async def test_a_message_action_and_a_search(front: Front) -> None:
    await front.does("tara", "writes", place=TEAMS_HELP, text="the heating is cold")
    seen = await front.sight("tom", place=TEAMS_HELP)
    [message] = seen["place"]["messages"]
    await front.does("tom", "message_action", id=seen["message_actions"][0]["id"], place=TEAMS_HELP, message=message["id"])
    assert "the heating is cold" in str((await front.sight("tom"))["dialog"])
    await front.does("tom", "closes")
    assert (await front.sight("tom"))["dialog"] is None
    await asked(front)
    found = await front.does("tom", "searches", text="laptop", place=TEAMS_HELP)
    assert "laptop" in found["results"][0]["title"]
    standing = (await front.does("tom", "picks", result=0, place=TEAMS_HELP))["picked"]
    assert "laptop" in str(standing["card"])
    assert "laptop" not in str((await front.sight("tara", place=TEAMS_HELP))["place"])
    await front.does("tom", "writes", place=TEAMS_HELP, text="see here", card=standing["id"])
    picked = (await front.sight("tara", place=TEAMS_HELP))["place"]["messages"][-1]
    assert (picked["author"], picked["mine"]) == ("Tom", False)
    assert "laptop" in str(picked["card"])
    assert picked["text"] == "see here"
    again = await front.tries("tom", "writes", place=TEAMS_HELP, text="once more", card=standing["id"])
    assert again["problem"] == "What was picked is not there any more: pick it again."
    assert (await front.tries("tom", "picks", result=7, place=TEAMS_HELP))["problem"] == "That result is not there any more."


async def test_before_the_app_is_installed_there_is_nothing_but_the_way_to_it(front: Front) -> None:
    newcomer = front.house.teams.person("0a0b0c0d-0000-4000-8000-00000000abcd", name="Nila")
    who = {"person": f"teams:{newcomer.aad}"}
    _, seen = await front.asks("GET", "api/sight", params=who)
    assert [(p["kind"], p["bot_in"]) for p in seen["places"]] == [("personal", False)]
    assert seen["place"]["messages"] == []
    _, answer = await front.asks("POST", "api/do", json={**who, "deed": "installs"})
    await front.house.settle()
    _, seen = await front.asks("GET", "api/sight", params={**who, "place": answer["place"]})
    assert seen["place"]["messages"][0]["bot"]


async def test_reactions_edits_and_deletions_are_ones_own(front: Front) -> None:
    place = {"place": TEAMS_HELP}
    await front.does("tara", "writes", text="hello", **place)
    [message] = (await front.sight("tom", **place))["place"]["messages"]
    await front.does("tom", "reacts", id=message["id"], reaction="like", **place)
    assert (await front.tries("tom", "reacts", id=message["id"], reaction="like", **place))["ok"] is False
    assert (await front.tries("tom", "edits", id=message["id"], text="no", **place))["ok"] is False
    await front.does("tara", "edits", id=message["id"], text="hello all", **place)
    [message] = (await front.sight("tom", **place))["place"]["messages"]
    assert (message["text"], message["edited"], message["reactions"]) == ("hello all", True, {"like": ["Tom"]})
    await front.does("tara", "deletes", id=message["id"], **place)
    assert (await front.sight("tom", **place))["place"]["messages"] == []
