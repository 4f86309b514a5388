"""Files that people attach in Slack: what the app is told, and how it gets the bytes."""

from __future__ import annotations

from typing import Any

import pytest

from integrations.sandbox.slack import NotThere
from tests.integrations.sandbox.paint import png
from tests.integrations.sandbox.slack_desk import HELP, TRIAGE, Desk, desk

__all__ = ["desk"]
PICTURE = png()


async def fetched(desk: Desk, url: str, token: str | None = None) -> tuple[int, str, bytes]:
    """Status, content type and body; redirects are followed, as a client does that does not look."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with desk.program.http.get(url, headers=headers) as answer:
        return answer.status, answer.content_type, await answer.read()


async def test_a_message_with_files_says_which_and_their_bytes_want_the_token(desk: Desk) -> None:
    said = await desk.asha.says("help", "it looks like *this*", files=[("Screen 1.png", PICTURE), ("trace.log", b"line\n")])

    (event,) = desk.program.events("message")
    assert (event["subtype"], event["text"], event["ts"]) == ("file_share", "it looks like *this*", said.ts)
    first, second = event["files"]
    assert {k: first[k] for k in ("name", "title", "mimetype", "filetype", "size", "mode", "file_access", "user")} == {
        "name": "Screen 1.png", "title": "Screen 1.png", "mimetype": "image/png", "filetype": "png", "size": len(PICTURE),
        "mode": "hosted", "file_access": "visible", "user": "U0ASHA",
    }  # fmt: skip
    assert (second["filetype"], second["size"]) == ("text", 5)
    for url in (first["url_private"], first["url_private_download"]):
        assert await fetched(desk, url, desk.ws.bot_token) == (200, "image/png", PICTURE)
    assert said.files == {"Screen 1.png": PICTURE, "trace.log": b"line\n"}
    assert "Screen 1.png" in said.plain()


@pytest.mark.parametrize("token", [None, "xoxb-forged"])
async def test_without_the_token_there_is_a_page_to_sign_in_and_never_the_file(desk: Desk, token: str | None) -> None:
    await desk.asha.says("help", "", files=[("a.png", PICTURE)])
    url = desk.program.events("message")[0]["files"][0]["url_private"]

    status, kind, body = await fetched(desk, url, token)

    assert (status, kind) == (200, "text/html")
    assert b"Sign in" in body
    assert PICTURE not in body
    assert [str(one.code) for one in desk.ws.refusals] == ["invalid_auth" if token else "not_authed"]


async def test_the_bytes_want_the_scope_and_that_the_app_is_where_the_file_is(desk: Desk) -> None:
    await desk.asha.says("help", "", files=[("a.png", PICTURE)])
    url = desk.program.events("message")[0]["files"][0]["url_private"]
    hidden = await desk.asha.says("quiet", "", files=[("b.png", PICTURE)])
    away = url.replace(next(iter(desk.ws.world.files)), hidden.posted.files[0].id)

    assert (await fetched(desk, away, desk.ws.bot_token))[1] == "text/html"
    desk.ws.scopes.discard("files:read")
    assert (await fetched(desk, url, desk.ws.bot_token))[1] == "text/html"
    assert [one.code for one in desk.ws.refusals] == ["file_not_found", "missing_scope"]
    assert (await desk.program.calls("files.info", form=True, file=hidden.posted.files[0].id))["error"] == "missing_scope"


async def test_a_file_alone_is_a_message_and_one_may_hang_in_a_thread_or_chat(desk: Desk) -> None:
    asked = await desk.asha.says("help", "printer")
    await desk.asha.says("help", " ", thread=asked, files=[("a.png", PICTURE)])
    await desk.asha.dms("and here", files=[("b.png", PICTURE)])

    _, reply, direct = desk.program.events("message")
    assert (reply["thread_ts"], reply["text"], reply.get("blocks")) == (asked.ts, "", None)
    assert (direct["channel_type"], direct["files"][0]["name"]) == ("im", "b.png")


async def test_a_mention_with_a_file_has_it_too_and_no_subtype(desk: Desk) -> None:
    await desk.asha.says("help", f"{desk.ws.bot_mention} look", files=[("a.png", PICTURE)])

    (mention,) = desk.program.events("app_mention")
    assert "subtype" not in mention
    assert mention["files"][0]["name"] == "a.png"


async def test_a_file_of_another_workspace_is_to_be_asked_for(desk: Desk) -> None:
    guest = desk.ws.person("U0GUEST", "Gita", team_id="T0OTHER")
    desk.ws.world.places[HELP].members.add("U0GUEST")
    await guest.says("help", "", files=[("a.png", PICTURE)])

    (file,) = desk.program.events("message")[0]["files"]
    assert file == {"id": file["id"], "file_access": "check_file_info"}
    told = (await desk.program.calls("files.info", form=True, file=file["id"]))["file"]
    assert (await fetched(desk, told["url_private"], desk.ws.bot_token))[2] == PICTURE


@pytest.mark.parametrize(
    ("files", "why"),
    [([("a.png", b"")], "empty"), ([("", b"x")], "name"), ([("a.txt", b"x")] * 11, "at most 10")],
)
async def test_what_the_client_does_not_attach(desk: Desk, files: list[tuple[str, bytes]], why: str) -> None:
    with pytest.raises(NotThere, match=why):
        await desk.asha.says("help", "look", files=files)
    assert desk.program.deeds == []


async def test_the_app_shares_a_file_in_a_thread(desk: Desk) -> None:
    asked = await desk.asha.says("help", "printer")
    file = await uploaded(desk)

    answer = await desk.program.calls("files.completeUploadExternal", files=[{"id": file}], channel_id=HELP, thread_ts=asked.ts)

    assert answer["ok"]
    assert [m.files for m in desk.asha.replies(asked)] == [{"plan.png": PICTURE}]


async def test_the_app_shares_no_file_under_a_reply_or_where_it_is_not(desk: Desk) -> None:
    asked = await desk.asha.says("help", "printer")
    reply = await desk.asha.says("help", "and ink", thread=asked)
    file = [{"id": await uploaded(desk)}]

    under = await desk.program.calls("files.completeUploadExternal", files=file, channel_id=HELP, thread_ts=reply.ts)
    assert under["error"] == "thread_not_found"
    assert (await desk.program.calls("files.completeUploadExternal", files=file, channel_id="C0QUIET01"))[
        "error"
    ] == "not_in_channel"
    assert (await desk.program.calls("files.completeUploadExternal", files=file, channel_id=TRIAGE))["ok"]


async def uploaded(desk: Desk) -> str:
    """The id of a picture whose bytes are there, and which nobody sees yet."""
    place = await desk.program.calls("files.getUploadURLExternal", form=True, filename="plan.png", length=str(len(PICTURE)))
    async with desk.program.http.post(place["upload_url"], data=PICTURE) as answer:
        assert answer.status == 200
    return str(place["file_id"])


async def test_formatting_goes_out_as_mrkdwn_and_as_rich_text(desk: Desk) -> None:
    typed = "It *broke* _again_:\n- `VPN`\n- ~mail~\n2. second\n> they said <no>\n```\nx *y*\n```\n@Ravi see https://a.test/x_y_z"
    await desk.asha.says("help", typed)

    (event,) = desk.program.events("message")
    assert event["text"] == (
        "It *broke* _again_:\n• `VPN`\n• ~mail~\n2. second\n&gt; they said &lt;no&gt;\n```x *y*```\n<@U0RAVI> see <https://a.test/x_y_z>"
    )
    (block,) = event["blocks"]
    kinds = [(one["type"], one.get("style")) for one in block["elements"]]
    assert kinds == [
        ("rich_text_section", None), ("rich_text_list", "bullet"), ("rich_text_list", "ordered"), ("rich_text_quote", None),
        ("rich_text_preformatted", None), ("rich_text_section", None),
    ]  # fmt: skip
    assert styled(block) == [("broke", "bold"), ("again", "italic"), ("VPN", "code"), ("mail", "strike")]
    assert block["elements"][2]["offset"] == 1
    assert block["elements"][5]["elements"] == [
        {"type": "user", "user_id": "U0RAVI"}, {"type": "text", "text": " see "}, {"type": "link", "url": "https://a.test/x_y_z"},
    ]  # fmt: skip


def styled(node: Any) -> list[tuple[str, str]]:
    if isinstance(node, list):
        return [one for child in node for one in styled(child)]
    if "style" in node and node["type"] == "text":
        return [(node["text"], "+".join(node["style"]))]
    return styled(node.get("elements", []))


@pytest.mark.parametrize(
    "typed", ["snake_case_name", "2 * 3 * 4", "a ~ b", "`", "```", "-1 degree", "10:30:15", "*", "**", "1.5 h"]
)
async def test_what_only_looks_like_formatting_stays_as_it_is(desk: Desk, typed: str) -> None:
    await desk.asha.says("help", typed)

    (event,) = desk.program.events("message")
    assert event["text"] == typed
    assert event["blocks"][0]["elements"] == [{"type": "rich_text_section", "elements": [{"type": "text", "text": typed}]}]


async def test_an_edit_is_formatted_as_well(desk: Desk) -> None:
    said = await desk.asha.says("help", "plain")
    await desk.asha.edits(said, "*now bold*")

    (edited,) = [one for one in desk.program.events("message") if one.get("subtype") == "message_changed"]
    assert styled(edited["message"]["blocks"]) == [("now bold", "bold")]
