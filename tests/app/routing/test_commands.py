"""The words of `/ticket` and of the personal chat: what is a command, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.phrases import PHRASES
from app.routing.commands import Command, parse, parse_chat, spoken_language, ticket_number


def heard(command: Command) -> tuple[str | None, str]:
    return (command.phrase.name if command.phrase else None, command.argument)


BOTH = [
    ("new", "new", ""),
    ("NEW", "new", ""),
    ("new laptop", "new", "laptop"),
    ("New  Laptop for Asha", "new", "Laptop for Asha"),
    ("new: laptop please", "new", "laptop please"),
    ("new:laptop", "new", "laptop"),
    ("new - laptop please", "new", "laptop please"),
    ("new\nlaptop", "new", "laptop"),
    ("new ticket", "new", ""),
    ("new ticket: printer jam, please", "new", "printer jam, please"),
    ("create", "new", ""),
    ("create a ticket for my vpn", None, "create a ticket for my vpn"),
    ("create an account for Asha", None, "create an account for Asha"),
    ("नया", "new", ""),
    ("नया लैपटॉप", "new", "लैपटॉप"),
    ("नई कुर्सी", "new", "कुर्सी"),
    ("status T-42", "status", "T-42"),
    ("STATUS t-42", "status", "t-42"),
    ("status 42", "status", "42"),
    ("status #42", "status", "#42"),
    ("Status of T-42?", "status", "T-42"),
    ("status of ticket 42, please", "status", "42"),
    ("status: T-42", "status", "T-42"),
    ("status T–42", "status", "T–42"),
    ("show T-42", "status", "T-42"),
    ("status", "status", ""),
    ("status T-999999999999", "status", "T-999999999999"),
    ("स्थिति T-42", "status", "T-42"),
    ("स्टेटस ४२", "status", "४२"),
    ("T-42 की स्थिति", "status", "T-42"),
    ("T-42 का स्टेटस?", "status", "T-42"),
    ("T-42", "status", "T-42"),
    ("#42", "status", "#42"),
    ("ticket 42", "status", "#42"),
    ("status of my vpn request?", None, "status of my vpn request?"),
    ("status page is down", None, "status page is down"),
    ("show me the way", None, "show me the way"),
    ("why T-42", "why", "T-42"),
    ("why?", "why", ""),
    ("why is it slow", None, "why is it slow"),
    ("क्यों T-42", "why", "T-42"),
    ("T-42 क्यों", "why", "T-42"),
    ("mine", "mine", ""),
    ("Mine!", "mine", ""),
    ("my tickets", "mine", ""),
    ("मेरे टिकट", "mine", ""),
    ("मेरे टिकट दिखाओ", "mine", ""),
    ("show my tickets", "mine", ""),
    ("my laptop is broken", None, "my laptop is broken"),
    ("मेरे लैपटॉप में दिक्कत है", None, "मेरे लैपटॉप में दिक्कत है"),
    ("queue", "queue", ""),
    ("queue please", "queue", ""),
    ("show queue", "queue", ""),
    ("queue at the printer is long", None, "queue at the printer is long"),
    ("कतार", "queue", ""),
    ("search vpn certificate", "search", "vpn certificate"),
    ("search", "search", ""),
    ("खोजें प्रिंटर", "search", "प्रिंटर"),
    ("away", "away", ""),
    ("Away until Monday", "away", "until Monday"),
    ("away 3d", "away", "3d"),
    ("away from my desk and locked out", None, "away from my desk and locked out"),
    ("छुट्टी", "away", ""),
    ("छुट्टी सोमवार तक", "away", "सोमवार तक"),
    ("सोमवार तक छुट्टी", "away", "सोमवार तक"),
    ("छुट्टी का आवेदन कैसे दूँ", None, "छुट्टी का आवेदन कैसे दूँ"),
    ("back", "back", ""),
    ("Back!", "back", ""),
    ("back up my laptop", None, "back up my laptop"),
    ("away from monday until friday", "away", "from monday until friday"),
    ("away 2026-12-24 to 2026-12-31", "away", "2026-12-24 to 2026-12-31"),
    ("away Ravi until friday", "away", "Ravi until friday"),
    ("away @Ravi", "away", "@Ravi"),
    ("away @Ravi broke the printer again", None, "away @Ravi broke the printer again"),
    ("away messages until friday do not work", None, "away messages until friday do not work"),
    ("@Ravi को शुक्रवार तक छुट्टी", "away", "@Ravi को शुक्रवार तक"),
    ("back Ravi", "back", "Ravi"),
    ("back @Ravi Kumar", "back", "@Ravi Kumar"),
    ("back pain", None, "back pain"),
    ("@Ravi वापस", "back", "@Ravi"),
    ("वापस", "back", ""),
    ("duty", "duty", ""),
    ("duty it", "duty", "it"),
    ("duty: IT Support", "duty", "IT Support"),
    ("duty roster is not shown to me any more", None, "duty roster is not shown to me any more"),
    ("ड्यूटी", "duty", ""),
    ("language hindi", "language", "hindi"),
    ("भाषा हिंदी", "language", "हिंदी"),
    ("language", "language", ""),
    ("language pack is missing", None, "language pack is missing"),
    ("help", "help", ""),
    ("?", "help", ""),
    ("Help!", "help", ""),
    ("मदद", "help", ""),
    ("help me", None, "help me"),
    ("help with my vpn", None, "help with my vpn"),
    ("मदद चाहिए", None, "मदद चाहिए"),
    ("/ticket status 42", "status", "42"),
    ("/Ticket  MINE", "mine", ""),
    ("ticket status 42", "status", "42"),
    ("ticket help", "help", ""),
    ("टिकट स्थिति ४२", "status", "४२"),
    ("/status 42", "status", "42"),
    ("/ticket", None, ""),
    ("ticket", None, ""),
    ("", None, ""),
    ("   ", None, ""),
    ("/ticket printer is jammed", None, "printer is jammed"),
    ("printer is jammed", None, "printer is jammed"),
    ("/tickets", None, "/tickets"),
    ("newsletter is late", None, "newsletter is late"),
    ("helpdesk", None, "helpdesk"),
]


@pytest.mark.parametrize(("text", "name", "argument"), BOTH)
def test_what_means_the_same_after_the_slash_and_in_a_chat(text, name, argument):
    assert heard(parse(text)) == (name, argument)
    assert heard(parse_chat(text)) == (name, argument)


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("new laptop please", "new", "laptop please"),
        ("new joiner needs a laptop", "new", "joiner needs a laptop"),
        ("नया लैपटॉप चाहिए", "new", "लैपटॉप चाहिए"),
        ("search is broken", "search", "is broken"),
        ("find printer", "search", "printer"),
        ("status banana", "status", "banana"),
        ("language french", "language", "french"),
        ("42", "status", "42"),
    ],
)
def test_in_a_chat_a_command_does_not_swallow_what_may_be_a_request_or_an_answer(text, name, argument):
    assert heard(parse(text)) == (name, argument)
    assert heard(parse_chat(text)) == (None, text)


def test_with_the_slash_a_chat_follows_the_rules_of_the_slash():
    assert heard(parse_chat("/ticket new laptop please")) == ("new", "laptop please")


@pytest.mark.parametrize("text", ["how new is it", "please search my bag", "my status is away", "the queue", "I need help"])
def test_a_command_word_elsewhere_in_a_sentence_is_none(text):
    assert parse_chat(text).phrase is None


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.name)
def test_every_word_of_the_table_is_understood_in_any_letter_case(phrase):
    for word in phrase.all_words:
        for typed in (word, word.upper(), word.title(), f" {word} "):
            assert parse(typed).phrase == phrase
            assert parse_chat(typed).phrase == phrase


@pytest.mark.parametrize(
    "text", ["T-42", "t-42", "T42", "t 42", "#42", "# 42", "42", " 42. ", "T-042", "<T-42>", "T–42", "टी-४२", "४२", "(T-42)"]
)
def test_a_ticket_number_may_be_written_in_many_ways(text):
    assert ticket_number(text) == 42


@pytest.mark.parametrize(
    "text", ["", "T-", "T-0", "0", "T-4x2", "T-42 printer", "42 43", "-42", "4.2", "T-1234567890", "4" * 5000, "forty-two", "²"]
)
def test_what_is_no_ticket_number(text):
    assert ticket_number(text) is None


@pytest.mark.parametrize(
    ("text", "locale"),
    [("Hindi", "hi"), ("हिंदी", "hi"), ("हिन्दी।", "hi"), ("EN", "en"), ("अंग्रेज़ी", "en"), ("Tamil", None), ("", None)],
)
def test_the_languages_it_can_be_asked_to_speak(text, locale):
    assert spoken_language(text) == locale


@given(
    st.text(max_size=200)
    | st.sampled_from([p.words["en"][0] for p in PHRASES]).flatmap(lambda w: st.text(max_size=60).map(lambda t: f"{w}{t}"))
)
def test_any_text_is_taken_and_nothing_is_made_up(text):
    for command in (parse(text), parse_chat(text)):
        assert command.argument.lstrip("#") in text or command.argument.split() == text.split()[-len(command.argument.split()) :]
        if command.phrase is None:
            assert text.strip().endswith(command.argument)


@pytest.mark.parametrize("scrap", ["a", "new ", "status 4", ":", " ", "/ticket ", "\n?", "क्षि", "T-42 "])
def test_a_mebibyte_is_taken_too(scrap):
    text = scrap * (2**20 // len(scrap))
    parse(text)
    parse_chat(text)
    assert ticket_number(text) is None
