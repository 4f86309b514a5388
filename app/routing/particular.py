"""The words of a sentence that name something particular: what it is about, once everything that any sentence may have is taken
away. "I need access to the finance folder, please help" is about finance and a folder.

Two texts that share none of them speak of different things; in English, Hindi and Hindi in Latin letters.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.routing import vocabulary as v
from app.routing.spelling import words

_ENGLISH = words("""
a an the i me my mine myself you your yours we us our ours they them their he him his she her it its it's that's this that these
those there here who whom what which when where why how be is are am was were been being i'm i've i'll i'd it'll we're we've
do does did doing done has have had having can could may might must shall should will would cannot and or but so because if
than then as at by for from in into of off on onto out over to up under with within about after again against all also any
around away back before between both during each either else even ever every few first get gets getting got give gives go goes
going gone just keep keeps last least less let like little lot lots made make makes making many maybe more most much near next
now once one ones only other others own per put puts quite rather really same saw say says said see seen show shows showing
shown since some something soon sure take takes tell tells than that though thing things think time times today tomorrow
tonight yesterday morning evening afternoon night noon week weeks day days hour hours minute minutes month year monday tuesday
wednesday thursday friday saturday sunday moment o'clock am pm too try tried trying until use used using very want way well
while whole will without yes yet new old another second two three four five six seven eight nine ten please pls plz kindly
thanks thank hi hello hey dear sir madam team guys know knows mean means meant ask asks asked call calls come comes coming
send sends sent bring look looks looking need needs able available possible question answer reply problem issue work works
working worked happen happens happening happened start starts starting started stop stops stopped turn turns turned press
pressed click clicked change changed check checked wait waiting long short big small high low good bad right left top bottom
full half part place side end ready sorry fine okay ok great help helps helped message number name
""")
_HINDI = words("""
है हैं था थी थे हो हूं हूँ हुआ हुई हुए होगा होगी होंगे होता होती होते होना कर करके करता करती करते करना किया की के का को से में पर
तक ने भी ही तो और या अगर लेकिन मगर क्योंकि जब तब अब अभी आज कल परसों सुबह शाम रात दिन दोपहर घंटा घंटे मिनट बजे हफ्ते महीने
मैं मुझे मुझको मेरा मेरी मेरे मैंने हम हमें हमारा हमारी हमारे आप आपका आपकी आपके आपको तुम यह ये वह वो वे इस उस इन उन इसे उसे
इसका इसकी इसके उसका उसकी उसके इसमें उसमें कोई कुछ सब सभी बहुत ज्यादा ज़्यादा थोड़ा कम फिर बार दोबारा पहले बाद साथ लिए लिये
वाला वाली वाले जैसा जैसे ऐसा ऐसे वहां वहाँ यहां यहाँ जहां नया नई नए नये एक दो तीन चार पांच दूसरा दूसरी सकता सकती सकते सकूं
रहा रही रहे गया गई गए गयी जा जाता जाती जाते आ आता आती आते आया आई आए आएगा आएगी आएंगे लगा लगता लगती दिखा दिखाता दिखाती दिख
दिखाई चल चला चलता चलती चलते काम ठीक मिल मिला मिली मिलेगा ले लो लें बाकी नंबर नाम जी हाँ हां नहीं ना सर मैडम भेज भेजा बता बताया
""")
_HINGLISH = words("""
hai hain h tha thi the ho hu hoon hua hui hue hoga hogi hota hoti hote hona kar karke karta karti karte karna kiya ki ke ka ko
se mein me main mai par pe tak ne bhi hi toh to aur ya agar lekin magar kyunki kyonki jab tab ab abhi aaj kal parso subah
shaam raat din ghanta ghante minute baje hafte mahine mujhe mujhko mera meri mere maine hum humein hamein hamara hamari aap
aapka aapki aapke aapko tum yah yeh ye woh wo voh is us in un ise use iska iski iske uska uski uske isme ismein usme koi kuch
sab sabhi bahut bohot zyada jyada thoda kam phir fir baar dobara pehle pahle baad saath liye lie wala wali wale jaisa aisa
wahan yahan jahan naya nayi naye ek do teen char paanch dusra dusri doosra sakta sakti sakte raha rahi rahe gaya gayi gaye ja
jata jati aa aao aata aati aaya aayi aaiye aayega lag laga lagta dikh dikha dikhta dikhata chal chala chalta chalti kaam theek
thik mil mila mili milega le lo ji haan han nahi nahin na bhej bheja batao kab kaise kahan
""")
_GENERAL = (
    _ENGLISH | _HINDI | _HINGLISH | v.ASKS | v.QUESTIONS | v.HINDI_QUESTIONS | v.PROBLEMS | v.ORDERS | v.FIXED | v.NO | v.TURNS
) | frozenset(word for phrase in (*v.ADDRESSEES, *v.THANKS, *v.ACKNOWLEDGEMENTS, *v.GREETINGS) for word in phrase)
_ENDINGS = ("ing", "es", "ed", "s")
_STEM = 4
"""Letters that stay at least when an ending is taken away."""


def particular(every: Iterable[str]) -> frozenset[str]:
    """`every`: folded words."""
    return frozenset(_plain(word) for word in every if _names(word))


def _names(word: str) -> bool:
    general = word in _GENERAL or word.partition("'")[0] in _GENERAL or word.startswith(v.PROBLEM_STEMS)
    return len(word) > 1 and not word[0].isdigit() and not general


def _plain(word: str) -> str:
    """ "Folders", "folder's": one thing has one name."""
    bare = word.removesuffix("'s")
    ending = next((end for end in _ENDINGS if bare.endswith(end) and len(bare) - len(end) >= _STEM), "")
    return bare.removesuffix(ending).removesuffix("e")
