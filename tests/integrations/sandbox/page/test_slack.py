"""What a person sees and does on the Slack half of the page, by ids, over HTTP."""

from __future__ import annotations

from typing import Any

from tests.integrations.sandbox.page.conftest import Front
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE

CHANNEL = {"place": SLACK_HELP}
TRIAGE = {"place": SLACK_TRIAGE}


def control(blocks: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """The ids (and an option's value) of what shows this label."""
    for block in blocks:
        for one in [*block.get("elements", []), block.get("accessory"), block.get("element")]:
            if not isinstance(one, dict) or "action_id" not in one:
                continue
            ids = {"block_id": block["block_id"], "action_id": one["action_id"]}
            if isinstance(one.get("text"), dict) and one["text"]["text"] == label:
                return ids
            for option in one.get("options", []):
                if option["text"]["text"] == label:
                    return ids | {"value": option["value"]}
    raise AssertionError(f"nothing shows {label!r}")


def field(modal: dict[str, Any], label: str) -> tuple[str, str]:
    block = next(b for b in modal["blocks"] if b["type"] == "input" and b["label"]["text"] == label)
    return block["block_id"], block["element"]["action_id"]


def words(messages: list[dict[str, Any]]) -> str:
    return "\n".join(f"{m['name']}: {m['text']} {m['blocks']}" for m in messages)


async def asked(front: Front, text: str = "My VPN is down") -> dict[str, Any]:
    """Asha asks in the channel; the card as Ravi has it before him."""
    await front.does("asha", "says", text=text, **CHANNEL)
    card: dict[str, Any] = (await front.sight("ravi", **TRIAGE))["place"]["messages"][-1]
    return card


async def test_a_question_becomes_a_card_that_is_claimed_with_one_press(front: Front) -> None:
    card = await asked(front)
    assert "T-1" in card["text"]
    await front.does("ravi", "presses", ts=card["ts"], **control(card["blocks"], "Claim"), **TRIAGE)
    assert (await front.house.ticket()).assignee_id is not None
    again = (await front.sight("ravi", **TRIAGE))["place"]["messages"][0]
    assert "Ravi" in str(again["blocks"])
    assert again["edited"]


async def test_a_pressed_button_that_is_gone_is_said_in_one_sentence(front: Front) -> None:
    card = await asked(front)
    gone = {"block_id": "b0", "action_id": "claim"}
    answer = await front.tries("ravi", "presses", ts=card["ts"], **gone, **TRIAGE)
    assert answer == {"ok": False, "problem": "What was pressed is not there any more."}
    answer = await front.tries("bela", "presses", ts=card["ts"], **control(card["blocks"], "Claim"), **TRIAGE)
    assert answer == {"ok": False, "problem": "Bela is not in it-triage."}
    assert (await front.house.ticket()).assignee_id is None


async def test_a_form_opens_minds_what_is_missing_and_is_taken(front: Front) -> None:
    await front.does("asha", "shortcut", id="new_ticket")
    modal = (await front.sight("asha"))["modal"]
    assert modal["depth"] == 1
    required = [b["block_id"] for b in modal["blocks"] if b["type"] == "input" and not b.get("optional")]
    empty = await front.tries("asha", "submits", values={})
    assert not empty["ok"]
    assert set(empty["problems"]) <= set(required) != set()
    assert (await front.sight("asha"))["modal"]["problems"] == empty["problems"]
    block, action = field(modal, modal["blocks"][[b["type"] for b in modal["blocks"]].index("input")]["label"]["text"])
    await front.does("asha", "submits", values={block: {action: "The lift is stuck"}})
    assert (await front.sight("asha"))["modal"] is None
    assert [one.summary for one in await front.house.tickets()] == ["The lift is stuck"]


async def test_a_text_that_is_too_long_stays_in_the_form_with_a_word_about_it(front: Front) -> None:
    await front.does("asha", "shortcut", id="new_ticket")
    modal = (await front.sight("asha"))["modal"]
    block = next(b for b in modal["blocks"] if b["type"] == "input" and b["element"].get("max_length"))
    long = "x" * (block["element"]["max_length"] + 1)
    answer = await front.tries("asha", "submits", values={block["block_id"]: {block["element"]["action_id"]: long}})
    assert "characters" in answer["problems"][block["block_id"]]
    state = (await front.sight("asha"))["modal"]["state"]
    assert state[block["block_id"]][block["element"]["action_id"]]["value"] == long
    await front.does("asha", "closes")
    assert await front.house.tickets() == []


async def test_a_command_is_typed_and_its_answer_is_seen_by_nobody_else(front: Front) -> None:
    await front.does("asha", "says", text="/ticket help", **CHANNEL)
    mine = (await front.sight("asha", **CHANNEL))["place"]["messages"]
    assert [m["ephemeral"] for m in mine] == [True]
    assert (await front.sight("bela", **CHANNEL))["place"]["messages"] == []
    unknown = await front.tries("asha", "says", text="/nothing", **CHANNEL)
    assert unknown["problem"].startswith("/nothing is not a command")


async def test_a_thread_an_edit_a_reaction_and_a_deletion(front: Front) -> None:
    await front.does("bela", "says", text="lunch?", place="C0RANDOM1")
    place = {"place": "C0RANDOM1"}
    [head] = (await front.sight("bela", **place))["place"]["messages"]
    await front.does("asha", "says", text="yes <b>&", thread=head["ts"], **place)
    await front.does("asha", "reacts", ts=head["ts"], emoji="eyes", **place)
    await front.does("bela", "edits", ts=head["ts"], text="lunch at one?", **place)
    seen = await front.sight("asha", thread=head["ts"], **place)
    [head] = seen["place"]["messages"]
    assert (head["text"], head["edited"], head["reactions"]) == ("lunch at one?", True, {"eyes": ["U0ASHA001"]})
    assert (head["reply_count"], head["reply_users"], head["mine"]) == (1, ["U0ASHA001"], False)
    assert [m["text"] for m in seen["thread"]["messages"]] == ["lunch at one?", "yes &lt;b&gt;&amp;"]
    no = await front.tries("asha", "deletes", ts=head["ts"], **place)
    assert no["problem"] == "Asha did not write that."
    await front.does("bela", "deletes", ts=head["ts"], **place)
    assert (await front.sight("asha", **place))["place"]["messages"] == []


async def test_the_home_tab_opens_and_its_buttons_are_pressed(front: Front) -> None:
    assert (await front.sight("asha", place="home"))["home"] == {"id": "", "blocks": [], "state": {}}
    await front.does("asha", "opens", place="home")
    home = (await front.sight("asha", place="home"))["home"]
    assert home["blocks"]
    await front.does("asha", "presses", view="home", **control(home["blocks"], "New Ticket"))
    assert (await front.sight("asha"))["modal"] is not None
    assert (await front.sight("ravi"))["modal"] is None


async def test_only_ones_own_places_are_seen(front: Front) -> None:
    front.house.slack.channel("C0SECRET1", name="board", members=["U0LENA001"], private=True)
    await front.does("lena", "says", text="between us", place="C0SECRET1")
    assert [p["id"] for p in (await front.sight("lena"))["places"] if p["name"] == "board"] == ["C0SECRET1"]
    others = await front.sight("asha")
    assert "board" not in str(others)
    status, answer = await front.asks("GET", "api/sight", params={"person": "slack:U0ASHA001", "place": "C0SECRET1"})
    assert (status, answer["problem"]) == (400, "There is no place 'C0SECRET1' for Asha.")
    im = next(p for p in (await front.sight("lena"))["places"] if p["kind"] == "im")["id"]
    status, answer = await front.asks("GET", "api/sight", params={"person": "slack:U0ASHA001", "place": im})
    assert (status, answer["problem"]) == (400, f"There is no place {im!r} for Asha.")


async def test_what_others_write_is_unread_until_one_opens_the_place(front: Front) -> None:
    async def unread(name: str) -> int:
        found: int = next(p["unread"] for p in (await front.sight(name))["places"] if p["id"] == "C0RANDOM1")
        return found

    front.house.clock.move(1)
    await front.does("bela", "says", text="hello", place="C0RANDOM1")
    assert (await unread("bela"), await unread("asha"), await unread("lena")) == (0, 1, 1)
    await front.does("asha", "opens", place="C0RANDOM1")
    assert (await unread("asha"), await unread("lena")) == (0, 1)


async def test_older_messages_are_asked_for(front: Front) -> None:
    for number in range(4):
        await front.does("bela", "says", text=f"number {number}", place="C0RANDOM1")
    seen = (await front.sight("asha", place="C0RANDOM1", limit=2))["place"]
    assert ([m["text"] for m in seen["messages"]], seen["earlier"]) == (["number 2", "number 3"], True)
    older = (await front.sight("asha", place="C0RANDOM1", before=seen["messages"][0]["ts"]))["place"]
    assert ([m["text"] for m in older["messages"]], older["earlier"]) == (["number 0", "number 1"], False)


async def test_the_manifest_says_which_commands_and_shortcuts_there_are(front: Front) -> None:
    seen = await front.sight("asha")
    assert [(c["command"], "status" in c["words"], "mine" in c["words"]) for c in seen["commands"]] == [("/ticket", True, True)]
    assert [s["id"] for s in seen["shortcuts"]] == ["new_ticket"]
    await front.does("bela", "says", text="the door does not close", place="C0RANDOM1")
    [message] = (await front.sight("asha", place="C0RANDOM1"))["place"]["messages"]
    await front.does("asha", "message_shortcut", id=seen["message_shortcuts"][0]["id"], ts=message["ts"], place="C0RANDOM1")
    modal = (await front.sight("asha"))["modal"]
    assert "the door does not close" in str(modal)


async def test_a_link_to_a_message_leads_to_it_and_others_lead_out(front: Front) -> None:
    card = await asked(front)
    url = f"https://sandbox.slack.com/archives/{SLACK_TRIAGE}/p{card['ts'].replace('.', '')}"
    found = await front.does("ravi", "follows", url=url)
    assert (found["place"], found["message"]) == (SLACK_TRIAGE, card["ts"])
    assert (await front.does("ravi", "follows", url="https://example.test/x"))["outside"] == "https://example.test/x"
    assert "outside" not in await front.does("ravi", "follows", url="javascript:alert(1)")
