"""The one table of chat commands. The parser, the help card and both manifests are made from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """A command. `words` are what people type, per language, the first of each being the one we show.

    `argument` is the text key that names what follows ('' for nothing); `about` the text key of its description.
    """

    name: str
    verb: str
    words: dict[str, tuple[str, ...]]
    about: str
    argument: str = ""
    agents_only: bool = False
    everyday: bool = False
    """Said by other people it is an ordinary word ("back"), and no command unless it follows `/ticket`."""
    in_menu: bool = True
    """Shown in the menu of Teams, which has room for ten."""

    @property
    def all_words(self) -> tuple[str, ...]:
        return tuple(word for words in self.words.values() for word in words)


PHRASES: tuple[Phrase, ...] = (
    Phrase("new", "ticket.new", {"en": ("new", "create"), "hi": ("नया", "नई")}, "phrase.new", "argument.summary"),
    Phrase("status", "ticket.status", {"en": ("status", "show"), "hi": ("स्थिति", "स्टेटस")}, "phrase.status", "argument.ticket"),
    Phrase("mine", "ticket.mine", {"en": ("mine", "my"), "hi": ("मेरे", "मेरी")}, "phrase.mine"),
    Phrase("queue", "ticket.queue", {"en": ("queue",), "hi": ("कतार",)}, "phrase.queue", agents_only=True),
    Phrase(
        "search", "ticket.search", {"en": ("search", "find"), "hi": ("खोजें", "खोज", "खोजो")}, "phrase.search", "argument.words"
    ),
    Phrase("why", "ticket.why", {"en": ("why",), "hi": ("क्यों",)}, "phrase.why", "argument.ticket"),
    Phrase(
        "history", "ticket.history", {"en": ("history",), "hi": ("इतिहास",)}, "phrase.history", "argument.ticket", in_menu=False
    ),
    Phrase(
        "follow",
        "ticket.follow",
        {"en": ("follow",), "hi": ("फ़ॉलो", "अनुसरण")},
        "phrase.follow",
        "argument.ticket",
        in_menu=False,
    ),
    Phrase(
        "unfollow",
        "ticket.unfollow",
        {"en": ("unfollow",), "hi": ("अनफ़ॉलो",)},
        "phrase.unfollow",
        "argument.ticket",
        in_menu=False,
    ),
    Phrase("duty", "team.duty", {"en": ("duty",), "hi": ("ड्यूटी",)}, "phrase.duty", "argument.team", agents_only=True),
    Phrase(
        "away",
        "person.away",
        {"en": ("away",), "hi": ("छुट्टी",)},
        "phrase.away",
        "argument.until",
        agents_only=True,
        everyday=True,
        in_menu=False,
    ),
    Phrase(
        "back", "person.back", {"en": ("back",), "hi": ("वापस",)}, "phrase.back", agents_only=True, everyday=True, in_menu=False
    ),
    Phrase(
        "report",
        "team.report",
        {"en": ("report",), "hi": ("रिपोर्ट",)},
        "phrase.report",
        "argument.report",
        agents_only=True,
        everyday=True,
    ),
    Phrase(
        "preferences",
        "person.preferences",
        {"en": ("preferences", "settings"), "hi": ("पसंद", "वरीयताएँ")},
        "phrase.preferences",
        in_menu=False,
    ),
    Phrase("language", "person.language", {"en": ("language",), "hi": ("भाषा",)}, "phrase.language", "argument.language"),
    Phrase("help", "help", {"en": ("help", "?"), "hi": ("मदद", "सहायता")}, "phrase.help"),
)
