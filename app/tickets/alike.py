"""Whether two requests say the same: a pure score on the words that tell something, in English, Hindi, Latin-letter Hindi.

Words that stand in any request ("help", "please", "नहीं चल रहा") count nothing, words that say what is wrong ("slow") count half,
and what remains has to be shared by most of both: "VPN is down" and "my VPN is not working" are alike, "laptop is slow" and
"laptop was stolen" are not. Addresses tell nothing, nor do people's names: they say where something stands and who is asked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import regex

from app.routing.spelling import fold, words

ALIKE = 0.45
"""From this score on they are suggested."""

READ = 600
"""Characters of a request that are read: what comes later tells how, and seldom what."""

LONG = 6.0
"""A text counts as no longer than this, so that two that tell much can be alike without telling everything the same."""

HEADED = 1.5
"""So much has to be shared by two titles for them to count alone: a thing and what is wrong with it, or two things."""

_ADDRESS = regex.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,15}://|\bwww\.|\bmailto:)\S+|\S+@[\w-]+(?:\.[\w-]++)+|(?<!\S)[@#<]\S+", regex.IGNORECASE
)
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}\u200c\u200d]+(?:['’][\p{L}]++)?")

ORDINARY = words("""
a an the i me my mine we us our ours you your yours he she it its they them their this that these those here
there who whom which what when where why how is am are was were be been being has have had having do does did
done doing can could would should will shall may might must not no nor never none nothing any some all each
every both few more most much many other another such only own same so than too very just also again still yet
already now then once today tomorrow yesterday morning evening afternoon night week month day days hour hours
minute minutes since from for with without into onto out of off on in at by to up over under about after before
between during and or but if because as until while please pls plz kindly help helps helping hi hello hey dear
team sir madam thanks thank regards need needs needed want wants get gets getting got give gives given let make
makes made try tried trying tries use uses used using work works worked working issue issues problem problems
trouble facing able unable cannot can't cant won't wont don't dont doesn't doesnt didn't didnt isn't isnt aren't
i'm im i've ive it's urgent urgently asap someone anyone everyone somebody anybody everybody says said say tell
told ask asked see show shows keep keeps new old one two first second last next soon back quick quickly really
like know think look looks check fix fixed resolve solve support request ticket question happen happens happened
happening come comes coming go goes going mera meri mere mujhe mujhko main hum humara hamara hamari hume hamein
aap aapka aapki tum ye yeh wo woh isko usko ka ki ke ko se mein par pe tak aur ya lekin magar toh bhi nahi nahin
nai na mat hai hain h ho hota hoti hote tha thi raha rahi rahe hua hui hue gaya gayi gaye kar karo kare karna
karne kiya kijiye karke de dena dijiye lo le lena chahiye chaiye sakta sakti sakte kya kaise kab kahan kyun kyon
kaun koi kuch sab bahut bohot abhi aaya aayi aaye mila mili mile aaj kal subah shaam din madad kripya bhai ji
theek thik sahi dikkat samasya chal chalta chalti chalu chala pa paa wala wali wale phir fir bar baar ek मेरा
मेरी मेरे मुझे मुझको मैं हम हमारा हमारी हमारे हमें आप आपका आपकी तुम यह ये वह वो इस उस इसको उसको का की के को से
में पर तक और या लेकिन मगर तो भी ही नहीं न ना मत है हैं हो होता होती होते था थी थे रहा रही रहे हुआ हुई हुए गया गई
गयी गए कर करो करें करे करना करने किया कीजिए करके दो दे देना दीजिए लो ले लेना चाहिए सकता सकती सकते क्या कैसे कब
कहां क्यों कौन कोई कुछ सब बहुत अभी आज कल सुबह शाम दिन मदद कृपया प्लीज भाई जी सर ठीक सही समस्या दिक्कत परेशानी चल
चलता चलती चालू चला पा वाला वाली वाले फिर बार एक नमस्ते काम आ जा आया आई आए मिला मिली मिले
""")
"""What stands in any request."""

WRONG = words("""
down slow slowly broken broke break error errors fail fails failed failing failure stuck hang hangs hanging
freeze freezes frozen crash crashes crashed lost stolen missing dead offline outage timeout denied locked
blocked wrong bad bug disconnects disconnected reset open opens opening start starts connect connects connecting
install change changed update access band kharab kharaab tuta toota dheema dhima atka ruk khul khulta khulti mil
milta milti बंद खराब टूटा टूट धीमा धीमी अटका अटक रुक खुल खुलता खुलती मिल मिलता मिलती एरर रीसेट
""")
"""What is wrong, which says little without of what."""

_SAME = {
    "वीपीएन": "vpn", "प्रिंटर": "printer", "पासवर्ड": "password", "लैपटॉप": "laptop", "ईमेल": "email", "मेल": "email",
    "mail": "email", "e-mail": "email", "मॉनिटर": "monitor", "वाईफाई": "wifi", "वाइफाइ": "wifi",
    "इंटरनेट": "internet", "नेटवर्क": "network", "माउस": "mouse", "कीबोर्ड": "keyboard", "सर्वर": "server",
    "फोन": "phone", "कंप्यूटर": "computer", "pc": "computer", "pwd": "password", "आउटलुक": "outlook",
    "टीम्स": "teams", "एक्सेल": "excel", "सैलरी": "salary", "वेतन": "salary", "छुट्टी": "leave", "chutti": "leave",
    "chhutti": "leave", "स्क्रीन": "screen", "हेडसेट": "headset", "कार्ड": "card", "मीटिंग": "meeting", "रूम": "room",
    "गेटवे": "gateway", "पुणे": "pune", "मंजिल": "floor", "manzil": "floor", "मंज़िल": "floor", "ऑफिस": "office",
    "लॉगिन": "login", "पोर्टल": "portal", "एसएपी": "sap", "खराब": "kharab", "बंद": "band", "धीमा": "slow",
    "धीमी": "slow", "dheema": "slow", "dhima": "slow", "वेबसाइट": "website", "site": "website", "साइट": "website",
}  # fmt: skip
_SPOKEN_SAME = {fold(word): meant for word, meant in _SAME.items()}
_WRITTEN: dict[str, tuple[str, ...]] = {
    meant: tuple(word for word, same in _SAME.items() if same == meant) for meant in set(_SAME.values())
}


@dataclass(frozen=True)
class Telling:
    """What a request tells: in its title, and in all that was asked."""

    title: Mapping[str, float]
    whole: Mapping[str, float]


def alikeness(one: Telling, other: Telling) -> float:
    """The better of both: details that differ do not make two of one problem, nor does a title that says little."""
    whole = likeness(one.whole, other.whole)
    shared = sum(weight for word, weight in one.title.items() if word in other.title)
    return max(whole, likeness(one.title, other.title)) if shared >= HEADED else whole


def names(people: Iterable[str]) -> frozenset[str]:
    """The parts of people's names, as words are compared."""
    return frozenset(fold(part) for name in people for part in _WORD.findall(unicodedata.normalize("NFC", name)))


def telling(text: str, named: Collection[str] = ()) -> Mapping[str, float]:
    """The words of a request that tell something, in one spelling, each with its weight; none of `named`, people's names."""
    found: dict[str, float] = {}
    for match in _WORD.finditer(_ADDRESS.sub(" ", unicodedata.normalize("NFC", text[:READ]))):
        word = fold(match.group())
        if word in ORDINARY or word in named or (len(word) < 2 and not word.isdigit()):
            continue
        stem = _stem(_SPOKEN_SAME.get(word, word))
        if stem not in ORDINARY:
            found[stem] = 0.5 if word in WRONG or stem in WRONG else 1.0
    return found


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """From 0 to 1, how much of both is in both. Where nothing is shared but what is wrong, nothing is."""
    shared = [word for word in one if word in other]
    if not any(one[word] == 1.0 for word in shared):
        return 0.0
    both = sum(one[word] for word in shared)
    lengths = [min(sum(weights.values()), max(LONG, both)) for weights in (one, other)]
    return both * both / (lengths[0] * lengths[1])


def beginnings(told: Iterable[str]) -> list[str]:
    """How these words may begin where they are written: in the other script too."""
    return [spelling for word in told for spelling in (word, *_WRITTEN.get(word, ()))]


def _stem(word: str) -> str:
    """Without the endings of English; names, numbers and other scripts stay as they are."""
    if not word.isascii() or not word.isalpha() or len(word) < 5:
        return word
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word
