"""What a sentence in the 1:1 chat tells of itself, wherever it belongs: what it names, and whether it speaks of something before.

"It is the Dell one" and "इसका नंबर 4711 है" only make sense with what was said before; "My office chair is broken, please help"
names a thing and asks for help, so it stands by itself. Which ticket is meant, `app.tickets.placing` decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

import regex

from app.routing import vocabulary as v
from app.routing.objection import goes_on
from app.routing.particular import particular
from app.routing.recogniser import Recognition, recognise
from app.routing.spelling import fold, words

Nature = Literal["request", "addition", "talk"]

_READ = 2_000
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]{1,60}(?:['’‘\u200c\u200d]++[\p{L}\p{M}]{1,20}+)*")

_POINTING = words("""
it it's its that's they they're them these those this that he she
ye yeh yah wo woh voh isme ismein usme usmein iska iski iske uska uski uske isko usko isse usse inka unka
यह ये वह वो वे इसमें उसमें इसका इसकी इसके उसका उसकी उसके इसको उसको इसे उसे इससे उससे इनका उनका
""")
"""Stand for something that was named before."""

_ANSWERING = words("""
yes yeah yep yup no nope nah both neither none same also and or because already tried done attached here haan han ha haanji ji
nahi nahin nhi dono wahi vahi bhi aur kyunki kyonki हाँ हां जी नहीं नही दोनों वही भी और क्योंकि साथ
""")
"""As the first word: an answer, or more of the same."""

_YES_OR_NO = words("""
yes yeah yep yup no nope nah both neither none tried done attached haan han ha haanji ji nahi nahin nhi dono
हाँ हां जी नहीं नही दोनों
""")
"""As the first word: to what was asked."""

_SHOWING = words("this that yah यह ये")
"""Before a thing they only show it: "this laptop is slow" stands by itself."""

_SHOWN = words("this these yah yeh ye यह ये")
"""After the first word they may just as well stand for a picture that comes along: "my dock shows this"."""

_WANTED = words("""
need needs want wants require request requesting access permission get order buy another second new chahiye chaiye chahie naya
nayi naye dusra doosra चाहिए चाहिये नया नई नए नये दूसरा दूसरी अनुमति एक्सेस दिलवा
""")
"""Something is asked for that they do not have."""

_COMING = words("come comes coming visit call ring reach meet aao aaiye aana aa jao आ आइए आओ आना आएं बुला")
_PLACES = words("desk office phone mobile extension")
"""Where somebody is asked to come, or to call: "can you come to my desk?" is about no desk."""

_UPDATES = ("any update", "any updates", "any news", "any progress", "koi update", "कोई अपडेट")


@dataclass(frozen=True)
class Bearing:
    """`nature` is what it is by itself. `topics` are the things it names, `asks` says that it asks for something, `trouble` that
    it tells one, `question` that it is one, `wants` that something is asked for which they do not have. `begins_back`: its first
    word answers or points back, `answers`: with a yes or a no; `points_back`: any of its words does, `only_shows`: but none that
    may not stand for a picture. `names` are all its words that name something, known things or not.
    """

    nature: Nature
    topics: frozenset[str] = frozenset()
    asks: bool = False
    trouble: bool = False
    begins_back: bool = False
    points_back: bool = False
    goes_on: bool = False
    question: bool = False
    wants: bool = False
    only_shows: bool = False
    answers: bool = False
    names: frozenset[str] = frozenset()

    @property
    def asked(self) -> bool:
        """It asks for something, or asks something."""
        return self.asks or self.question

    @property
    def holds_on(self) -> bool:
        """It only makes sense with something that was said before."""
        return self.answers or (self.points_back and not self.only_shows)


def bearing(text: str, heard: Recognition) -> Bearing:
    """Reads the first 2000 characters, in linear time; never raises."""
    every = [fold(word) for word in _WORD.findall(text[:_READ])]
    return Bearing(
        nature=_nature(text, heard),
        topics=_topics(every),
        asks="ask" in heard.reasons,
        trouble="problem" in heard.reasons,
        begins_back=_begins_back(every),
        points_back=_points_back(every),
        goes_on=goes_on(text),
        question="question" in heard.reasons,
        wants=any(word in _WANTED for word in every),
        only_shows=not _points_back([word for word in every if word not in _SHOWN]),
        answers=bool(every) and every[0] in _YES_OR_NO,
        names=particular(every),
    )


def things_in(text: str) -> frozenset[str]:
    """The things that a ticket speaks of, to be compared with `Bearing.topics`."""
    return _topics([fold(word) for word in _WORD.findall(text[:_READ])])


def named_in(text: str) -> frozenset[str]:
    """The words by which a ticket names something, to be compared with `Bearing.names`."""
    return particular([fold(word) for word in _WORD.findall(text[:_READ])])


def asks_how_it_stands(text: str) -> bool:
    """ "Any update?" """
    return fold(text[:60]).strip(" \t\r\n.,;!?…।") in _UPDATES


def _nature(text: str, heard: Recognition) -> Nature:
    if heard.kind == "request":
        return "request"
    small = heard.kind != "chatter" or heard.reasons == ("chatter",)
    return "talk" if small and not asks_how_it_stands(text) and not _says_more_than_yes(text) else "addition"


def _says_more_than_yes(text: str) -> bool:
    """ "Yes, the Dell": an answer, though a short one."""
    first = _WORD.search(text[:_READ])
    if first is None or fold(first[0]) not in _ANSWERING:
        return False
    more = recognise(text[first.end() :], commands=False)
    return more.kind == "chatter" and more.reasons not in (("chatter",), ("link",), ("name",))


def _topics(every: list[str]) -> frozenset[str]:
    places = _PLACES if any(word in _COMING for word in every) else frozenset()
    return frozenset(_ONE_FORM.get(word, word) for word in every if word in v.TOPICS and word not in places)


def _points_back(every: list[str]) -> bool:
    """ "Please send it"; but not "this laptop"."""
    return any(word in _POINTING and not _shows(word, after) for word, after in zip_longest(every, every[1:], fillvalue=""))


def _begins_back(every: list[str]) -> bool:
    first, after = [*every, "", ""][:2]
    return first in _ANSWERING or (first in _POINTING and not _shows(first, after))


def _shows(word: str, after: str) -> bool:
    return word in _SHOWING and after in v.TOPICS


_ONE_FORM = {word + "s": word for word in v.TOPICS} | {
    "लैपटॉप": "laptop", "वीपीएन": "vpn", "प्रिंटर": "printer", "पासवर्ड": "password", "मॉनिटर": "monitor", "स्क्रीन": "screen",
    "कीबोर्ड": "keyboard", "माउस": "mouse", "चार्जर": "charger", "वाईफाई": "wifi", "वाइफाइ": "wifi", "नेटवर्क": "network",
    "इंटरनेट": "internet", "ईमेल": "email", "मेल": "email", "mail": "email", "आउटलुक": "outlook", "कुर्सी": "chair",
    "फोन": "phone", "मोबाइल": "mobile", "एसी": "ac", "सैलरी": "salary", "वेतन": "salary", "बैज": "badge",
}  # fmt: skip
"""One thing has one name, in both languages."""
