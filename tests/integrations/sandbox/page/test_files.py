"""Files through the page: sent ahead, sent with a message, and given to those alone who see the message."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.integrations.sandbox.page.conftest import IDS, Front
from tests.integrations.sandbox.paint import png
from tests.stories.house import TEAMS_HELP

HELP, PICTURE = "C0HELP001", png()


async def ahead(front: Front, name: str, file: str, content: bytes) -> str:
    status, answer = await front.asks("POST", "api/attach", params={"person": IDS[name], "name": file}, data=content)
    assert status == 200, answer
    return str(answer["id"])


async def given(front: Front, name: str, place: str, message: str, file: str) -> tuple[int, bytes]:
    query = {"person": IDS[name], "place": place, "message": message, "file": file}
    headers = {"X-Sandbox-Key": front.page.key}
    async with front.session.get(f"{front.page.url}api/file", params=query, headers=headers) as answer:
        if answer.status == 200:
            assert answer.headers["Content-Disposition"] == "attachment"
            assert answer.content_type == "application/octet-stream"
        return answer.status, await answer.read()


async def test_a_file_sent_on_slack_is_there_for_those_who_see_the_message(front: Front) -> None:
    ids = [await ahead(front, "asha", "screen.png", PICTURE), await ahead(front, "asha", "trace.log", b"line")]
    await front.does("asha", "says", place=HELP, text="look at *this*", files=ids)

    [message] = [one for one in (await front.sight("bela", place=HELP))["place"]["messages"] if not one["bot"]]
    assert [(one["name"], one["size"], one["picture"]) for one in message["files"]] == [
        ("screen.png", len(PICTURE), "image/png"), ("trace.log", 4, ""),
    ]  # fmt: skip
    assert await given(front, "bela", HELP, message["ts"], message["files"][0]["id"]) == (200, PICTURE)
    assert (await given(front, "bela", HELP, message["ts"], "F0NOTHING"))[0] == 400
    chat = (await front.sight("asha", place="im"))["place"]["id"]
    assert (await given(front, "asha", chat, message["ts"], message["files"][0]["id"]))[0] == 400


async def test_a_file_and_a_picture_sent_on_teams(front: Front) -> None:
    place = (await front.sight("tara"))["places"][0]["id"]
    ids = [await ahead(front, "tara", "trace.log", b"line")]
    pasted = [await ahead(front, "tara", "image.png", PICTURE)]
    await front.does("tara", "writes", place=place, text="my **laptop** is dead", files=ids, pictures=pasted)

    message = next(one for one in (await front.sight("tara"))["place"]["messages"] if one["mine"])
    assert [(one["name"], one["inline"]) for one in message["files"]] == [("trace.log", False), ("image.png", True)]
    assert message["html"].startswith("<p>my <strong>laptop</strong> is dead</p>")
    assert message["typed"] == "my **laptop** is dead"
    assert await given(front, "tara", place, message["id"], message["files"][0]["id"]) == (200, b"line")
    assert (await given(front, "tom", place, message["id"], message["files"][0]["id"]))[0] == 400


async def test_a_mention_of_somebody_in_a_channel(front: Front) -> None:
    await front.does("tara", "writes", place=TEAMS_HELP, text="@Tom and @sahayak please look")
    [message] = (await front.sight("tom", place=TEAMS_HELP))["place"]["messages"][:1]
    assert message["mentions"] == {"<at>Tom</at>": "Tom", "<at>Sahayak</at>": "Sahayak"}
    assert "Tom" in (await front.sight("tara", place=TEAMS_HELP))["place"]["members"]


async def test_an_offered_file_is_taken_or_left(front: Front) -> None:
    offers: list[dict[str, Any]] = []
    for words in ("accepts", "declines"):
        chat = front.house.tara.chat
        posted = front.house.teams.put(chat, None, None)
        content = {"description": "The report", "sizeInBytes": 4, "acceptContext": {}, "declineContext": {}}
        posted.file = {
            "contentType": "application/vnd.microsoft.teams.card.file.consent",
            "name": "report.csv",
            "content": content,
        }
        message = next(one for one in (await front.sight("tara"))["place"]["messages"] if one["id"] == posted.id)
        offers.append(message["offer"])
        await front.tries("tara", words, place=chat.id, id=posted.id)
        again = await front.tries("tara", words, place=chat.id, id=posted.id)
        assert again["problem"] == "Tara has answered already."
    assert offers == [{"name": "report.csv", "size": 4, "description": "The report", "answered": False}] * 2
    told = [one for one in front.house.teams.traffic if one.operation == "fileConsent/invoke"]
    assert [one.sent["value"]["action"] for one in told] == ["accept", "decline"]


async def test_a_file_that_is_too_large_or_empty_is_refused_in_words(bare: Front) -> None:
    who = {"person": IDS["asha"], "name": "a.bin"}
    status, answer = await bare.asks("POST", "api/attach", params=who, data=b"")
    assert (status, answer["problem"]) == (400, "An empty file cannot be attached.")
    status, answer = await bare.asks("POST", "api/attach", params=who, data=io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)))
    assert (status, answer["problem"]) == (413, "A file can have at most 10 MB here.")
    status, answer = await bare.asks("POST", "api/attach", params=who | {"person": "slack:U0NOBODY"}, data=b"x")
    assert (status, answer["problem"]) == (400, "There is nobody called 'slack:U0NOBODY'.")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"files": ["nothing"]}, "A file that was chosen is not there any more: choose it again."),
        ({"files": "abc"}, "'files' must be a list of texts."),
        ({"files": [1]}, "'files' must be a list of texts."),
    ],
)
async def test_files_that_make_no_sense(bare: Front, fields: dict[str, Any], problem: str) -> None:
    body = {"person": IDS["asha"], "deed": "says", "place": "C0RANDOM1", "text": "look", **fields}
    assert await bare.asks("POST", "api/do", json=body) == (400, {"ok": False, "problem": problem})


async def test_without_the_key_nothing_is_taken_or_given(bare: Front) -> None:
    for method, path in (("POST", "api/attach"), ("GET", "api/file")):
        status, _ = await bare.asks(
            method, path, headers={"X-Sandbox-Key": "guessed"}, params={"person": IDS["asha"], "name": "a"}
        )
        assert status == 403


async def test_what_is_chosen_and_never_sent_is_forgotten_after_a_while(bare: Front) -> None:
    first = await ahead(bare, "asha", "0.txt", b"x")
    for number in range(20):
        await ahead(bare, "asha", f"{number}.txt", b"x")
    body = {"person": IDS["asha"], "deed": "says", "place": "C0RANDOM1", "text": "look", "files": [first]}
    status, answer = await bare.asks("POST", "api/do", json=body)
    assert (status, answer["ok"]) == (400, False)
