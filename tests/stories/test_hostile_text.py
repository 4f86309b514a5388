"""Whatever people type: the card is valid, nobody is pinged, no link is forged, and the whole text is kept in the ticket."""

from __future__ import annotations

import pytest

from integrations.sandbox.slack.typed import as_sent
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

TEXTS = {
    "pings": "<!channel> <!here> <!everyone> <!subteam^S1> please help, it is broken",
    "mention": "<@U0LENA001> <at>Lena</at> must help, it is broken",
    "masked_link": "<https://evil.test|https://corp.example/in> [click](javascript:alert(1)) ![](http://evil.test/x) is broken",
    "escaped": "&amp;lt; &lt;b&gt; &amp; is broken, please help",
    "markup": "```*_~> `broken` ``` # heading\n> quote\n- list\n1. one *please* help _me_",
    "template": "${payload} {{ config }} {ticket.__class__} %s %(x)s is broken, please help",
    "json_card": '{"type":"AdaptiveCard","actions":[{"type":"Action.OpenUrl","url":"http://evil.test"}]} is broken, help',
    "direction": "\u202egnp.exe is broken\u202c \u2066please\u2069 help \u200b\u200d\ufeff",
    "marks": "Z" + "\u0301\u0323" * 500 + " is broken, please help",
    "emoji_cut": "👩🏽\u200d🚀" * 60 + " broken, please help",
    "mixed": "मेरा वीपीएन 工作 لا يعمل বন্ধ broken, please help",
    "lines": "broken, please help\n" + "\n" * 10_000,
    "sql": "'; DROP TABLE tickets; -- is broken, please help",
    "odd": "\uffff \ufffe \u2028 \x85 \x1b[31m is broken\r\nplease help\t!",
    "long": "broken " + "x" * 2995 + " please help",
    "longer": "broken, please help: " + "परीक्षा " * 4990,
    "longest": "broken, please help: " + "परीक्षा " * 5600,
}
MARKUP_ON_TEAMS = {"mention", "escaped", "markup"}
"""What Teams itself makes something else of: a mention, signs of HTML, and the marks of a list, which stand in its HTML only."""

NAMES = ("IT Lena", "<!channel>", "*bold* <b>", "[x](http://evil.test)", "\u202eevil", "N" * 300)


def no_ping(messages) -> None:
    for message in messages:
        assert set(message.pings) <= {"U0ASHA001"}, message.pings


def calm(text: str) -> str:
    """What is the same however white space and invisible signs were treated."""
    return "".join(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize("name", TEXTS)
async def test_any_text_asked_on_slack(house: House, name: str) -> None:
    text = TEXTS[name]
    place = house.slack.world.places[SLACK_HELP]
    sent = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    posted = house.slack.world.post(place, "U0ASHA001", sent)
    event = {
        "type": "message",
        "channel": SLACK_HELP,
        "channel_type": "channel",
        "user": "U0ASHA001",
        "text": sent,
        "ts": posted.ts,
    }
    await house.slack.heard(event)
    await house.settle()
    house.nothing_was_refused()
    ticket = await house.ticket()
    kept = calm(ticket.details)
    assert calm(text).startswith(kept)
    assert len(kept) >= len(calm(text[:40_000])) - 5
    assert len(ticket.summary) <= 200
    assert not set(ticket.summary) & set("\u202e\u2066\u200b\n\x00")
    no_ping([m for m in house.ravi.sees(SLACK_TRIAGE) + house.ravi.sees(SLACK_HELP) if m.by_bot])


@pytest.mark.parametrize("name", TEXTS)
async def test_any_text_asked_on_teams(both: House, name: str) -> None:
    await both.tara.writes(TEXTS[name])
    await both.settle()
    both.nothing_was_refused()
    ticket = await both.ticket()
    if name not in MARKUP_ON_TEAMS:
        assert calm(ticket.details)[:500] == calm(TEXTS[name])[:500]
    for message in [*both.tom.sees(both.teams_triage), *both.tara.sees()]:
        if message.by_bot:
            assert message.pings == []
    no_ping([m for m in both.ravi.sees(SLACK_TRIAGE) if m.by_bot])


async def test_any_text_in_every_field_of_every_form(both: House) -> None:
    """Summary, details, reply, note and resolution, from Slack to Teams and back."""
    texts = [text[:2900] for text in TEXTS.values()]
    for number, text in enumerate(texts, 1):
        await both.tara.writes(f"My keyboard {number} is broken, please help")
        await both.settle()
        card = both.ravi.sees(SLACK_TRIAGE)[-1]
        for button, field in (("Reply…", "Reply"), ("Add note…", "Note"), ("Resolve…", "What was done?")):
            await both.ravi.presses(card, button)
            assert await both.ravi.submits({field: text}) == {}, (button, text[:40])
        await both.settle()
        org = (await both.ticket(number)).org_id
        comments = await both.within(lambda tx, n=number, o=org: tx.comments.of(o, n, internal=True))
        assert [calm(c.text) for c in comments] == [calm(text)] * 2
        assert calm((await both.ticket(number)).resolution) == calm(text)
    both.nothing_was_refused()
    assert all(m.pings == [] for m in both.tara.sees() if m.by_bot)


async def test_any_name_is_only_a_name(both: House) -> None:
    for number, name in enumerate(NAMES):
        who = both.slack.person(f"U0NAME{number:03}", name=name)
        both.slack.world.places[SLACK_HELP].members.add(who.id)
        asked = await who.says(SLACK_HELP, f"My mouse {number} is broken, please help")
        await both.settle()
        card = both.ravi.sees(SLACK_TRIAGE)[-1]
        assert set(card.pings) == set()
        await both.ravi.presses(card, "Reply…")
        assert await both.ravi.submits({"Reply": "Which one?"}) == {}
        await both.settle()
        assert set(who.replies(asked)[-1].pings) <= {who.id}
    both.nothing_was_refused()
    assert all(m.pings == [] for m in both.tom.sees(both.teams_triage))


@pytest.mark.parametrize("words", [" ", "\u200b", "🙂", "🙂🙂 👍🏽", ":tada:", "…", "?!", "\u202e", "\n"])
async def test_nearly_nothing_never_breaks_anything(both: House, words: str) -> None:
    place = both.slack.world.im("U0ASHA001")
    posted = both.slack.world.post(place, "U0ASHA001", as_sent(words, {}))
    event = {"type": "message", "channel": place.id, "channel_type": "im", "user": "U0ASHA001", "text": words, "ts": posted.ts}
    await both.slack.heard(event)
    await both.tara.writes(words)
    await both.asha.command("/ticket", f"new {words}", SLACK_HELP)
    await both.settle()
    assert both.slack.delivery.lost == []
    assert await both.tickets() == []
    both.nothing_was_refused()


async def test_texts_that_no_database_keeps_are_cleaned_at_the_door(both: House) -> None:
    text = "My \x00screen\ud83d is \udc00broken, please help"
    place = both.slack.world.places[SLACK_HELP]
    posted = both.slack.world.post(place, "U0ASHA001", "x")
    event = {
        "type": "message",
        "channel": SLACK_HELP,
        "channel_type": "channel",
        "user": "U0ASHA001",
        "text": text,
        "ts": posted.ts,
    }
    await both.slack.heard(event)
    await both.settle()
    assert "screen" in (await both.ticket()).summary
    assert "\x00" not in (await both.ticket()).details
    both.nothing_was_refused()


@pytest.mark.filterwarnings("ignore:Sending a large body")
async def test_a_megabyte_is_refused_at_the_door_and_forty_thousand_characters_are_kept(both: House) -> None:
    place = both.slack.world.places[SLACK_HELP]
    for size, status in ((39_000, 200), (1_200_000, 413)):
        posted = both.slack.world.post(place, "U0ASHA001", "x")
        text = "broken, please help " + "y" * size
        event = {
            "type": "message",
            "channel": SLACK_HELP,
            "channel_type": "channel",
            "user": "U0ASHA001",
            "text": text,
            "ts": posted.ts,
        }
        answer = await both.slack.delivery.send("event", both.slack.delivery._envelope(event))
        assert answer.status == status
    await both.settle()
    (ticket,) = await both.tickets()
    assert ticket.details.count("y") == 39_000
    both.nothing_was_refused()
