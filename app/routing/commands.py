"""What people type as a command: the words of `app/phrases.py`, in any letter case, after `/ticket` or in a chat.

A word alone does not make a command, what follows it must have the right shape: nothing after `mine`, `queue` and `help`, a
ticket after `status` and `why`, a language after `language`, a name or a time after `away`, a name after `back`, any words after
`new` and `search`. "help me with my laptop", "status page is down" and "why is it slow" are no commands. In a chat (`parse_chat`)
the rules are stricter than after `/ticket` (`parse`), because there a command must not swallow what was meant as a request: `new`
and `search` yield to a sentence that asks ("new laptop please", "नया लैपटॉप चाहिए", "search is broken"). A colon settles it: "new:
laptop please".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.people.away import looks_like_a_time, tells_a_time
from app.phrases import PHRASES, Phrase
from app.reports.periods import split, split_format
from app.routing import spelling
from app.routing.spelling import fold

ENDS = " \t\r\n.,;!?…।"
_LONGEST_WORD = 40
_LONGEST_SHAPE = 120

TICKET = ("ticket", "टिकट")
_SLASH_TICKET = re.compile(r"/\s*ticket(?!\w)[:\s]*", re.IGNORECASE)
_TICKET = re.compile(r"(?:(?:t|टी)\s?[-‐‑–—]?\s?|#\s?)?(\d{1,9})", re.IGNORECASE)
_NAMED_TICKET = re.compile(r"(?:(?:t|टी)\s?[-‐‑–—]\s?|#)\d{1,9}", re.IGNORECASE)

_AROUND_A_TICKET = spelling.words("of for the my our ticket tickets number no please pls का की के टिकट नंबर ka ki ke")
_AFTER_ALONE = spelling.words("ticket tickets open please pls टिकट दिखाओ दिखाएँ दिखाइए dikhao")
_ASKS = spelling.words(
    "please pls plz kindly need needs needed want wants require required requires "
    "chahiye chaiye chahie dijiye dijie चाहिए चाहिये चाहता चाहती दीजिए दीजिये दो"
)
_GOES_ON_AS_A_SENTENCE = spelling.words(
    "is are was were isn't isnt aren't does doesn't doesnt do don't dont can can't cant cannot has have had not no will won't "
    "wont keeps stopped fails failed was wasn't है हैं नहीं hai nahi nahin"
)
_LANGUAGES = {
    "en": spelling.words("en english angrezi अंग्रेज़ी अंग्रेजी इंग्लिश"),
    "hi": spelling.words("hi hindi हिन्दी हिंदी"),
}


@dataclass(frozen=True)
class Command:
    """`phrase` is the command or None; `argument` what follows it (a ticket for `ticket_number`), or else the whole text."""

    phrase: Phrase | None
    argument: str


def parse(text: str) -> Command:
    """What was typed after `/ticket`. No phrase: the argument is the summary of a new ticket, '' when nothing was said."""
    return _parse(text, chat=False)


def parse_chat(text: str) -> Command:
    """What was said to the desk in a chat or after a mention. No phrase: it was an ordinary message."""
    return _parse(text, chat=True)


def ticket_number(text: str) -> int | None:
    """The number in "T-42", "t42", "#42", "42" or "टी-४२", None for all else. At most nine digits."""
    if len(text) > _LONGEST_SHAPE:
        return None
    found = _TICKET.fullmatch(text.strip(ENDS + "<>[]()\"'"))
    return int(found[1]) or None if found else None


def spoken_language(text: str) -> str | None:
    """The locale that somebody names: "Hindi", "हिंदी", "en"."""
    word = fold(text.strip(ENDS))
    return next((locale for locale, names in _LANGUAGES.items() if word in names), None)


_BY_WORD: dict[str, Phrase] = {fold(word): phrase for phrase in PHRASES for word in phrase.all_words}
_BY_NAME = {phrase.name: phrase for phrase in PHRASES}
_TELLS_A_TIME = {word for word, phrase in _BY_WORD.items() if phrase.argument == "argument.until"}
_UP_TO = spelling.words("तक tak")
_IS_BACK = {word for word, phrase in _BY_WORD.items() if phrase.name == "back"}
_TELLS_A_TICKET = {word for word, phrase in _BY_WORD.items() if phrase.argument == "argument.ticket"}


@dataclass(frozen=True)
class _Heard:
    """A command word, whether a colon followed it, the rest, and whether it was said in a chat."""

    word: str
    colon: bool
    rest: str
    chat: bool

    @property
    def rest_words(self) -> list[str]:
        return [fold(word).strip(ENDS) for word in self.rest.split()] if len(self.rest) <= _LONGEST_SHAPE else [""] * 99


def _parse(text: str, *, chat: bool) -> Command:
    said = text.strip()
    slashed = _SLASH_TICKET.match(said)
    if slashed:
        said, chat = said[slashed.end() :], False
    if fold(said) in TICKET:
        said = ""
    for attempt in _readings(said):
        found = _command(attempt, chat)
        if found:
            return found
    return Command(None, said)


def _readings(said: str) -> list[str]:
    """As it stands, without a slash, and without a leading "ticket"."""
    readings = [said, said[1:]] if said.startswith("/") else [said]
    head, _, rest = readings[-1][:_LONGEST_WORD].partition(" ")
    if rest.strip() and fold(head) in TICKET:
        named = readings[-1][len(head) :].strip()
        readings.append(f"#{named}" if named[:1].isdigit() else named)
    return readings


def _command(said: str, chat: bool) -> Command | None:
    heard = _hear(said, chat)
    phrase = _BY_WORD.get(heard.word)
    if phrase:
        argument = (_somebody if phrase.verb == "person.back" else _SHAPES[phrase.argument])(heard)
        if argument is not None:
            return Command(phrase, argument)
    return _ticket_first(said, chat) or _shown(heard, phrase)


def _hear(said: str, chat: bool) -> _Heard:
    """Take the first word off, with the colon or dash that may follow it."""
    if fold(said) in _BY_WORD:
        return _Heard(fold(said), False, "", chat)
    head, *more = said.split(None, 1) or [""]
    rest = more[0] if more else ""
    word, colon, joined = head.partition(":")
    rest = f"{joined} {rest}".strip() if joined else rest
    dash = rest[:2] in ("- ", "– ", "— ", ": ")
    return _Heard(fold(word).strip(ENDS), bool(colon) or dash, rest[2:].strip() if dash else rest, chat)


def _nothing(heard: _Heard) -> str | None:
    return "" if all(word in _AFTER_ALONE or not word for word in heard.rest_words) and len(heard.rest_words) < 4 else None


def _a_ticket(heard: _Heard) -> str | None:
    """A ticket, or nothing yet (then the desk asks which). One odd word after `/ticket status` is a ticket that is not there."""
    if not heard.rest.strip(ENDS):
        return ""
    words = (
        [word for word in heard.rest.split() if fold(word).strip(ENDS) not in _AROUND_A_TICKET] if len(heard.rest) < 120 else []
    )
    ticket = " ".join(words).strip(ENDS)
    odd = len(words) == 1 and ticket not in _BY_WORD and (not heard.chat or any(c.isdigit() for c in ticket))
    return ticket if ticket_number(ticket) or (ticket and odd) else None


def _a_language(heard: _Heard) -> str | None:
    named = heard.rest.strip(ENDS)
    return named if not named or spoken_language(named) or (not heard.chat and len(heard.rest_words) == 1) else None


def _words(heard: _Heard) -> str | None:
    """Any words; but a sentence that only happens to begin like a command is none, unless a colon says so."""
    words = heard.rest_words
    if words and words[0].rstrip(":") in TICKET and (len(words) == 1 or words[0].endswith(":")):
        return heard.rest.partition(":")[2].strip()
    if heard.colon or not words:
        return heard.rest
    if heard.word == "create" or (heard.chat and heard.word == "find"):
        return None
    if heard.chat and (words[0] in _GOES_ON_AS_A_SENTENCE or _ASKS & set(words) or heard.rest.rstrip().endswith("?")):
        return None
    return heard.rest


def _a_time(heard: _Heard) -> str | None:
    """When somebody is back, or nothing. A word or two after `/ticket away` that tell no time are a mistake, not a request."""
    short = not heard.chat and len(heard.rest_words) <= 2
    return heard.rest if short or heard.colon or looks_like_a_time(heard.rest) or _of_somebody(heard.rest) else None


def _of_somebody(rest: str) -> bool:
    """Somebody's name and when they are back: "@Ravi", "Ravi until friday"."""
    words, marked = rest.split()[:14], rest.startswith("@")
    later = (" ".join(words[many:]) for many in range(1, min(len(words), 5)))
    if marked and (len(words) <= 2 or any(tells_a_time(text) or looks_like_a_time(text) for text in later)):
        return True
    return any(tells_a_time(" ".join(words[many:])) for many in range(1, min(len(words), 4)))


def _somebody(heard: _Heard) -> str | None:
    """Nothing, or who is back: with an @, a colon before it, or as the one name that follows and begins like one."""
    alone, words = _nothing(heard), heard.rest.split()
    name = len(words) == 1 and words[0][:1].isupper()
    named = (heard.rest.startswith("@") and len(words) <= 3) or (heard.colon and bool(words)) or name
    return alone if alone is not None else heard.rest if named else None


def _a_team(heard: _Heard) -> str | None:
    """A team's name, which nobody here knows: in a chat at most two words that ask for nothing."""
    words = heard.rest_words
    asks = bool(_ASKS & set(words)) or any(word in _GOES_ON_AS_A_SENTENCE for word in words)
    return heard.rest if heard.colon or (len(words) <= (2 if heard.chat else 5) and not asks) else None


def _a_report(heard: _Heard) -> str | None:
    """A team, a period and the format of a file, each of which may be missing."""
    if len(heard.rest) > _LONGEST_SHAPE:
        return _a_team(heard)
    besides = replace(heard, rest=split_format(heard.rest)[0])
    _, period = split(besides.rest)
    shaped = bool(period) and len(besides.rest_words) <= 5
    return heard.rest if shaped or _a_team(besides) is not None else None


_SHAPES: dict[str, Callable[[_Heard], str | None]] = {
    "": _nothing,
    "argument.ticket": _a_ticket,
    "argument.language": _a_language,
    "argument.until": _a_time,
    "argument.team": _a_team,
    "argument.report": _a_report,
    "argument.summary": _words,
    "argument.words": _words,
}


def _ticket_first(said: str, chat: bool) -> Command | None:
    """ "T-42" alone, and the order of Hindi: "T-42 की स्थिति", "सोमवार तक छुट्टी".

    A bare number in a chat may be somebody's answer, so it is none.
    """
    if len(said) > _LONGEST_SHAPE:
        return None
    *before, last = said.strip(ENDS).split() or [""]
    ticket = " ".join(word for word in before if fold(word) not in _AROUND_A_TICKET)
    if fold(last) in _TELLS_A_TICKET and ticket_number(ticket):
        return Command(_BY_WORD[fold(last)], ticket)
    if fold(last) in _TELLS_A_TIME and fold(before[-1] if before else "") in _UP_TO:
        said_before = " ".join(before)
        if looks_like_a_time(said_before) or _of_somebody(said_before):
            return Command(_BY_WORD[fold(last)], said_before)
    if fold(last) in _IS_BACK and len(before) in (1, 2) and before[0].startswith("@"):
        return Command(_BY_NAME["back"], " ".join(before))
    alone = said.strip(ENDS)
    if _NAMED_TICKET.fullmatch(alone) or (not chat and ticket_number(alone)):
        return Command(_BY_NAME["status"], alone)
    return None


def _shown(heard: _Heard, phrase: Phrase | None) -> Command | None:
    """ "show my tickets", "show queue"."""
    inner = _BY_WORD.get(heard.rest_words[0]) if phrase and phrase.name == "status" and heard.rest_words else None
    if inner is None or inner.argument:
        return None
    _, *more = heard.rest.split(None, 1)
    return Command(inner, "") if _nothing(_Heard(inner.name, False, more[0] if more else "", heard.chat)) == "" else None
