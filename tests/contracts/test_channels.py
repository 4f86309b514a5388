"""What every medium must do alike: post, update, 1:1 chats, addresses, and the six kinds of no."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import ports
from app.cards import Card, Text, said
from app.examples import examples
from tests.contracts.platforms import EdgeUnderTest, post

KINDS = ["RateLimited", "Gone", "Forbidden", "Unauthorized", "Rejected", "Unreachable"]


def card(words: str) -> Card:
    return Card(title="T-42", spoken=f"T-42 {words}", body=(Text((words,)),))


async def test_a_card_is_posted_and_kept_true_where_it_stands(edge: EdgeUnderTest) -> None:
    ref = await post(edge, card("It is new"))
    assert ref.platform is edge.platform
    assert (ref.workspace, ref.channel) == (edge.workspace.external_id, edge.place().channel)
    await edge.channel.update(edge.workspace, ref, card("It is claimed"))
    (message,) = edge.sees()
    assert "It is claimed" in message.plain()
    assert "It is new" not in message.plain()


async def test_an_answer_stands_in_the_thread_of_the_card(edge: EdgeUnderTest) -> None:
    ref = await post(edge, card("It is new"))
    below = await post(edge, said("Somebody wrote"), thread=ref.message)
    assert below.thread == ref.message
    head, answer = edge.sees()
    assert answer.thread == ref.message
    assert "Somebody wrote" in answer.plain()
    assert head.thread in ("", ref.message)


async def test_a_direct_message_makes_the_chat_and_says_where_it_is(edge: EdgeUnderTest) -> None:
    ref = await edge.channel.post(edge.workspace, edge.direct(), said("Only for you"), marker="d1-2", maybe_there=False)
    assert "Only for you" in edge.sees(direct=True)[-1].plain()
    chat = await edge.channel.direct(edge.workspace, edge.user, "")
    assert chat == ref.channel
    assert await edge.channel.direct(edge.workspace, edge.user, chat) == chat


async def test_the_address_of_a_message_is_https_or_not_known(edge: EdgeUnderTest) -> None:
    ref = await post(edge, card("It is new"))
    address = edge.channel.link(edge.workspace, ref)
    assert address.startswith(("https://", edge.workspace.url or "https://"))
    assert ref.message.replace(".", "") in address


async def test_what_is_removed_stands_there_no_more(edge: EdgeUnderTest) -> None:
    ref = await post(edge, card("It is new"))
    below = await post(edge, said("Somebody wrote"), thread=ref.message)
    await edge.channel.remove(edge.workspace, below, marker="d1-1")
    (message,) = edge.sees()
    assert "It is new" in message.plain()
    await edge.channel.remove(edge.workspace, below, marker="d1-1")  # gone already is as good
    assert len(edge.sees()) == 1


async def test_what_may_never_have_arrived_can_be_removed(edge: EdgeUnderTest) -> None:
    await edge.channel.remove(edge.workspace, replace(await post(edge, card("It is new")), message=""), marker="d1-9")
    assert len(edge.sees()) == 1  # nothing carries that marker


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "Gone"])
async def test_a_removal_that_is_refused_says_why(edge: EdgeUnderTest, kind: str) -> None:
    ref = await post(edge, card("It is new"))
    edge.breaks("remove", kind)
    with pytest.raises(getattr(ports, kind)) as caught:
        await edge.channel.remove(edge.workspace, ref, marker="d1-1")
    assert getattr(caught.value, "retry_after", 7) == 7
    assert len(edge.sees()) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", ["post", "update", "direct"])
async def test_every_no_is_one_of_six_kinds(edge: EdgeUnderTest, what: str, kind: str) -> None:
    ref = await post(edge, card("It is new"))
    edge.breaks(what, kind)
    calls = {
        "post": lambda: edge.channel.post(edge.workspace, edge.place(), card("More"), marker="d1-3", maybe_there=False),
        "update": lambda: edge.channel.update(edge.workspace, ref, card("More")),
        "direct": lambda: edge.channel.direct(edge.workspace, edge.user, ""),
    }
    with pytest.raises(getattr(ports, kind)) as caught:
        await calls[what]()
    assert type(caught.value).__name__ == kind
    assert caught.value.code
    assert getattr(caught.value, "retry_after", 7) == 7
    assert not getattr(caught.value, "maybe_arrived", False)
    (message,) = edge.sees()
    assert "It is new" in message.plain()


@pytest.mark.parametrize("locale", ["en", "hi"])
async def test_the_local_platform_takes_every_card(edge: EdgeUnderTest, locale: str) -> None:
    cards = {
        name: shown
        for name, shown in examples(locale, None, edge.platform).items()
        if isinstance(shown, Card) and "said." not in name
    }
    ref = await post(edge, card("It is new"))
    for shown in cards.values():
        await edge.channel.update(edge.workspace, ref, shown)
        assert shown.title in edge.sees()[0].plain()
