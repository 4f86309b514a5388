"""Files and pictures that people put into Teams messages, the app's own pictures, formatting, and mentions of people."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from integrations.sandbox.teams import NotThere
from tests.integrations.sandbox.paint import png
from tests.integrations.sandbox.teams_bot import World, world

PICTURE = png()


@pytest.fixture
async def w() -> AsyncIterator[World]:
    async with world() as found:
        yield found


async def fetched(url: str, token: str = "") -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as answer:
        return answer.status, await answer.read()


async def test_a_file_in_the_personal_chat_comes_with_an_address_that_needs_no_token(w: World) -> None:
    said = await w.tara.writes("the log", files=[("trace 1.log", b"line\n")])

    file, html = w.bot.heard[-1]["attachments"]
    assert (file["contentType"], file["name"]) == ("application/vnd.microsoft.teams.file.download.info", "trace 1.log")
    assert file["content"]["fileType"] == "log"
    assert await fetched(file["content"]["downloadUrl"]) == (200, b"line\n")
    assert html["content"] == f'<p>the log</p><attachment id="{file["content"]["uniqueId"]}"></attachment>'
    assert said.files == {"trace 1.log": b"line\n"}
    assert w.refused == []


async def test_the_store_opens_to_the_given_address_alone_and_minds_a_token(w: World) -> None:
    await w.tara.writes("", files=[("a.txt", b"x")])
    file = w.bot.heard[-1]["attachments"][0]

    assert (await fetched(file["contentUrl"]))[0] == 403
    assert (await fetched(file["content"]["downloadUrl"].rpartition("=")[0] + "=guessed"))[0] == 401
    await fetched(file["content"]["downloadUrl"], token="the-bot-token")
    assert w.refused == ["accessDenied", "unauthenticated", "TokenSent"]


async def test_in_a_channel_the_app_hears_of_a_file_it_cannot_read(w: World) -> None:
    await w.tara.mentions_bot(w.channel, "see the plan", files=[("plan.docx", b"x")])

    file, _ = w.bot.heard[-1]["attachments"]
    assert (file["contentType"], file["name"], file["content"]) == ("reference", "plan.docx", None)
    assert "/sharepoint/sites/Helpdesk/" in file["contentUrl"]
    assert (await fetched(file["contentUrl"]))[0] == 403


async def test_a_pasted_picture_lies_at_the_connector_and_wants_the_token(w: World) -> None:
    await w.tara.writes("like this", pictures=[("image.png", PICTURE)])

    picture, html = w.bot.heard[-1]["attachments"]
    assert picture == {"contentType": "image/png", "contentUrl": picture["contentUrl"]}
    assert picture["contentUrl"].startswith(f"{w.tenant.service_url}v3/attachments/")
    assert (await fetched(picture["contentUrl"]))[0] == 401
    token = (await w.bot.token())[1]["access_token"]
    assert await fetched(picture["contentUrl"], token) == (200, PICTURE)
    assert (await fetched(picture["contentUrl"].replace("original", "thumbnail"), token))[0] == 404
    assert html["content"].startswith("<p>like this</p><p><img src=")
    assert html["content"].endswith('/views/imgo" alt="image"></p>')


async def test_what_the_client_does_not_attach(w: World) -> None:
    for files, pictures in (
        ([("a?.txt", b"x")], []),
        ([("a.txt", b"")], []),
        ([], [("a.png", b"no picture")]),
        ([("a", b"x")] * 11, []),
    ):
        with pytest.raises(NotThere):
            await w.tara.writes("look", files=files, pictures=pictures)
    w.tenant.supports_files = False
    with pytest.raises(NotThere, match="supportsFiles"):
        await w.tara.writes("look", files=[("a.txt", b"x")])


def shown(content: bytes, kind: str = "image/png", **more: Any) -> dict[str, Any]:
    url = f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": url, **more}]}


async def test_the_app_puts_pictures_into_a_message(w: World) -> None:
    body = shown(png(1024, 1024), name="plan.png") | {"text": "The plan"}
    body["attachments"].append(shown(PICTURE)["attachments"][0])

    await w.bot.posts(w.tara.chat.id, body)

    (seen,) = w.tara.sees()
    assert seen.text == "The plan"
    assert list(seen.files) == ["plan.png", "image.png"]
    assert w.refused == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (shown(png(1025, 10)), 413),
        pytest.param(shown(png() + b"\0" * 1024 * 1024), 413, marks=pytest.mark.filterwarnings("ignore::ResourceWarning")),
        (shown(png(), "image/jpeg"), 400),
        (shown(b"<svg/>", "image/svg+xml"), 400),
        ({"type": "message", "attachments": [{"contentType": "image/png", "contentUrl": "data:image/png;base64,A"}]}, 400),
        ({"type": "message", "attachments": [{"contentType": "image/png", "contentUrl": "file:///etc/passwd"}]}, 400),
    ],
)
async def test_pictures_that_teams_does_not_take(w: World, body: dict[str, Any], status: int) -> None:
    answer = await w.bot.calls("POST", f"v3/conversations/{w.tara.chat.id}/activities", body | {"summary": "a picture"})

    assert answer[0] == status
    assert w.tara.sees() == []


async def test_formatting_goes_out_as_plain_text_and_as_html(w: World) -> None:
    typed = "It **broke** _again_:\n- `VPN`\n- ~~mail~~\n  1. deep\n2. second\n> they said <no>\n```\nx *y*\n```\n[doc](https://a.test/x_y)"
    said = await w.tara.writes(typed)

    heard = w.bot.heard[-1]
    assert heard["text"] == "It broke again:\nVPN\nmail\ndeep\nsecond\nthey said <no>\nx *y*\ndoc"
    assert heard["attachments"][0]["content"] == (
        "<p>It <strong>broke</strong> <em>again</em>:</p><ul>"
        "<li><code>VPN</code></li><li><s>mail</s><ol><li>deep</li></ol></li></ul>"
        '<ol start="2"><li>second</li></ol><blockquote><p>they said &lt;no&gt;</p></blockquote>'
        '<codeblock class="PlainText"><code>x *y*</code></codeblock>'
        '<p><a href="https://a.test/x_y" rel="noreferrer noopener" title="https://a.test/x_y" target="_blank">doc</a></p>'
    )
    assert said.posted.typed == typed


@pytest.mark.parametrize(
    "typed", ["snake_case_name", "2 * 3 * 4", "a ~ b", "`", "-1 degree", "10:30:15", "**", "tara@example.test"]
)
async def test_what_only_looks_like_formatting_stays_as_it_is(w: World, typed: str) -> None:
    await w.tara.writes(typed)

    assert w.bot.heard[-1]["text"] == typed
    assert w.bot.heard[-1]["attachments"][0]["content"] == f"<p>{typed}</p>"


async def test_a_name_typed_after_an_at_sign_is_a_mention(w: World) -> None:
    said = await w.tara.mentions_bot(w.channel, "ask @Ravi, @Ravindra or @Nobody")

    heard = w.bot.heard[-1]
    assert heard["text"] == "<at>Sahayak</at> ask <at>Ravi</at>, @Ravindra or @Nobody"
    mentions = [one for one in heard["entities"] if one["type"] == "mention"]
    assert [one["mentioned"] for one in mentions] == [
        {"id": f"28:{w.tenant.app_id}", "name": "Sahayak"}, {"id": w.ravi.id, "name": "Ravi"},
    ]  # fmt: skip
    assert 'itemid="1">Ravi</span>' in heard["attachments"][0]["content"]
    assert said.pings == [f"28:{w.tenant.app_id}", w.ravi.id]


async def test_the_app_can_be_named_anywhere_and_goes_on_being_named_in_an_edit(w: World) -> None:
    said = await w.tara.posts(w.channel, "please, @sahayak, look")
    assert w.bot.heard[-1]["type"] != "message"
    said = await w.tara.posts(w.channel, "please, @Sahayak, look")
    await w.tara.edits(said, "please look **again**")

    heard = w.bot.heard[-1]
    assert (heard["type"], heard["text"]) == ("messageUpdate", "<at>Sahayak</at> please look again")
    assert "<strong>again</strong>" in heard["attachments"][0]["content"]


async def test_a_message_action_carries_mentions_and_files_as_graph_tells_them(w: World) -> None:
    said = await w.tara.posts(w.channel, "@Ravi the **plan**", files=[("plan.docx", b"x")])
    w.bot.answers["composeExtension/fetchTask"] = {"task": {"type": "message", "value": "ok"}}
    await w.ravi.message_action("ticketFromMessage", said)

    payload = w.bot.heard[-1]["value"]["messagePayload"]
    assert payload["body"]["content"].startswith('<p><at id="0">Ravi</at> the <strong>plan</strong></p>')
    assert payload["mentions"][0]["mentioned"]["user"]["id"] == w.ravi.aad
    assert [(one["contentType"], one["name"]) for one in payload["attachments"]] == [("reference", "plan.docx")]
