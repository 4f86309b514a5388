"""The words by which the recogniser tells a request from small talk: English, Hindi, and Hindi in Latin letters.

Whoever adds a word adds a sentence to the table in `tests/app/routing/sentences.py` as well.
"""

from __future__ import annotations

from app.routing.spelling import phrases, words

# Small talk: a text made of nothing but these is no request.

GREETINGS = phrases("""
hi|hii|hiii|hello|helo|hey|heya|hiya|hai there|yo|greetings|howdy|hi there|hello there|hey there|hi again|hello again
good morning|good afternoon|good evening|good day|good night|gm|gn|morning|evening|gud morning|very good morning
happy monday|happy friday|how are you|how are you doing|how are you today|how's it going|how is it going|what's up
whats up|wassup|sup|hope you are well|hope you are doing well|hope you're doing well|hope all is well
hope this finds you well|nice to meet you|anyone there|anybody there|anyone here|anyone around|are you there|you there
is anyone there|is anybody there|ping|knock knock|test|testing|test message|just testing|this is a test|namaste
namaskar|namaskaar|pranam|suprabhat|shubh prabhat|shubh ratri|shubh sandhya|ram ram|jai hind|salaam|salam|adaab
sat sri akal|kaise ho|kaise hain|kaise hain aap|aap kaise hain|aap kaise ho|kya haal hai|kya haal|kya hal hai
kya chal raha hai|koi hai
नमस्ते|नमस्कार|प्रणाम|सुप्रभात|शुभ प्रभात|शुभ रात्रि|शुभ संध्या|शुभ दिन|राम राम|जय हिंद|सलाम|आदाब|हाय|हैलो|हेलो|हलो
गुड मॉर्निंग|गुड इवनिंग|गुड नाइट|कैसे हो|कैसे हैं|कैसे हैं आप|आप कैसे हैं|आप कैसे हो|क्या हाल है|क्या हाल
क्या चल रहा है|कोई है
""")

THANKS = phrases("""
thanks|thankss|thank you|thankyou|thank u|thanku|thnx|thnks|tnx|thanx|thx|tx|ty|tysm|tks|thanks a lot|thanks a ton
thanks so much
thank you so much|thank you very much|thanks very much|thanks again|thank you again|many thanks|much appreciated
appreciate it|appreciated|i appreciate it|really appreciate it|thanks in advance|thank you in advance
thanks for the help|thanks for your help|cheers|kudos|you are the best|you're the best|you rock|life saver|lifesaver
no thanks|no thank you|no problem thanks|dhanyawad|dhanyavad|dhanyavaad|dhanyawaad|shukriya|bahut dhanyavad
bahut bahut dhanyavad|bahut shukriya|aabhar|meherbani
धन्यवाद|शुक्रिया|बहुत धन्यवाद|बहुत बहुत धन्यवाद|बहुत शुक्रिया|बहुत बहुत शुक्रिया|आभार|मेहरबानी|थैंक्स|थैंक यू|थैंक्यू
आपका धन्यवाद
""")

ACKNOWLEDGEMENTS = phrases("""
ok|okay|okey|okie|k|kk|oki|okk|okkk|alright|all right|right|fine|cool|great|awesome|perfect|excellent|wonderful
amazing|super|nice|good|very good|brilliant|fantastic|lovely|sweet|got it|gotcha|understood|noted|roger|copy that
sounds good|looks good|makes sense|will do|sure|sure thing|of course|i see|all good|all good now|all set|that's great
that is great|that's fine|that is fine|that helps|that helped|good to know|good job|great job|nice work|good work
great work|well done|no problem|no problem at all|no worries|no worries at all|no prob|no probs|no issues|no issue
not a problem|np|nvm|never mind
nevermind|don't worry|dont worry|ignore this|please ignore|pls ignore|ignore my message|as expected|let me try
let me check|will try|will check|i will try|i'll try|i will check|i'll check|i will try that|i'll try that|will do so
restarting now|and let you know|and revert|and revert back|you are awesome|you guys are the best|theek|thik|theek hai
thik hai|thik h|theek h|tik hai|accha|acha|achha|acchha|haan theek hai|badhiya|bahut badhiya|bahut accha|sahi|sahi hai
samajh gaya|samajh gayi|samajh gaye|koi baat nahi|koi baat nahin|koi problem nahi|koi dikkat nahi|bilkul|zaroor
ठीक|ठीक है|ठीक हैं|अच्छा|अच्छा है|बहुत अच्छा|बहुत अच्छे|बढ़िया|बहुत बढ़िया|सही|सही है|समझ गया|समझ गयी|समझ गई|समझ गए
कोई बात नहीं|कोई समस्या नहीं|कोई दिक्कत नहीं|बिल्कुल|ज़रूर|ओके|ओके जी|नोट कर लिया|शाबाश
""")

SOLVED = phrases("""
done|all done|it works|it works now|works now|works|working|working now|it's working|its working|it is working
works fine|works for me|that worked|you can close this|you can close it|you can close the ticket|you may close this
please close this|please close the ticket|please close this ticket|close the ticket|close this ticket|it's done
its done|it worked|worked|that did it|that fixed it|fixed|fixed now|it's fixed|resolved|solved|sorted|issue resolved
problem solved|works like a charm|mil gaya|mil gayi|ho gaya|ho gya|hogya|hogyi|ho gayi|hogaya|chal gaya|chal gayi
theek ho gaya|thik ho gaya
मिल गया|मिल गई|हो गया|हो गई|चल गया|चल गई|ठीक हो गया|ठीक हो गई
""")
"""These acknowledge too, and tell that it works or is done: whoever waits for that has heard it."""

CHATTER = phrases("""
lol|lmao|rofl|haha|hahaha|hahahaha|hehe|heh|hmm|hmmm|hm|umm|um|uh|oh|ohh|ah|aha|wow|whoa|omg|oops|ouch|yay|hurray|meh
bravo|true|exactly|indeed|agreed|same|same here|me too|+1|plus one|ditto|interesting|funny|so funny|nice one|good one
really|seriously|why not|maybe|perhaps|yes|yeah|yep|yup|ya|yea|no|nope|nah|not yet|not now|not really|not sure|not bad
i don't know|i dont know|idk|no idea|i think so|i guess|i hope so|bye|bye bye|goodbye|see you|see ya|see you later
take your time|no hurry|no rush|see you tomorrow|see you soon|ttyl|take care|brb|afk|omw|on my way|be right back|back
i am back|i'm back|welcome
you are welcome|you're welcome|congrats|congratulations|chalo|chalega|sorry|sorry for the trouble
sorry for the inconvenience|sorry to bother you|my bad|oh no|please|pls|plz|hang on|hold on|one sec|one moment|wait
just a minute|just a sec|cool story|good luck|all the best|get well soon|any update|any updates|any news|any progress
check this out|look at this|fyi|hello world|asdf|asdfgh|lunch|lunch time|tea time|chai|coffee time|after you|first
second|haan|han|ha|haanji|haan ji|nahi|nahin|nai|na|mat karo|pata nahi|pata nahin|shayad|kya baat hai|wah|waah|arre
are yaar|yaar|bas|abhi nahi|alvida|phir milenge|chai pe chalein|koi update|badhai|badhai ho|janamdin mubarak
maaf kijiye|maaf karna|sahi baat hai|kuch nahi
चलो|चलेगा|हाँ|हां जी|जी हां|जी|नहीं|ना|पता नहीं|शायद|क्या बात है|वाह|अरे|अरे वाह|यार|बस|अभी नहीं|अलविदा|फिर मिलेंगे
कोई अपडेट|बधाई|बधाई हो|शुभकामनाएँ|माफ़ कीजिए|माफ़ करना|हाहा|हा हा|हम्म|ओह|सच में|सही बात है|कुछ नहीं|चाय|कृपया
""")

ADDRESSEES = phrases("""
team|teams|all|everyone|everybody|folks|guys|friends|there|sir|madam|ma'am|maam|mam|dear|bro|buddy|mate|dude|boss
support|support team|it team|it support|helpdesk|help desk|service desk|admin|admin team|hr team|desk|sahayak|bot
again|so much|a lot|very much|too|now|then|well|and|just|both|ji|bhai|bhaiya|didi|sab|sabko|sab log|dosto|aap|aapko
aapka|bahut|bohot|to you|for now|today|hai|h
जी|भाई|भैया|दीदी|सर|मैडम|सभी|सभी को|सब|सबको|आप|आपको|आपका|आप सभी को|दोस्तों|टीम|बहुत|सहायक|है|हैं|और
""")

SWALLOW = phrases("""
thanks for|thanks to|thank you for|thanks again for|thanks a lot for|thank you so much for|thank you very much for
many thanks for|thx for|thanks everyone for|thanks all for|thanks team for|thank you all for|congrats on
congratulations on|congratulations to|congrats to|happy birthday|happy diwali|happy holi|happy new year
happy anniversary|have a nice|have a good|have a great|welcome to|welcome aboard|good luck with|kudos to
""")
"""These take the rest of their clause along: "thanks for resetting my password"."""

THANKFUL = words("thanks thank many thx kudos")
"""The first words of those among them that thank somebody."""

SWALLOW_BEFORE = phrases("के लिए|ke liye|ke lie|के लिये")
"""Before thanks these take the clause so far: "मदद के लिए धन्यवाद"."""

TURNS = words("but however can could would please pls still also except yet lekin magar par phir लेकिन मगर पर फिर परंतु")
"""Here a swallowed clause ends without a comma."""

NO = words("no nope nahi nahin nai na नहीं ना मत")
"""What takes an acknowledgement back."""

# Signs of a request.

QUESTIONS = words("""
how what where when who whom whose why which can could would should is are am does do did may shall will has have any
kya kaise kab kahan kahaan kaun kyu kyun kyon kitna kitne konsa kaunsa
क्या कैसे कब कहां कौन क्यों किसे किससे कितना कितने कितनी कौनसा किधर
""")
"""As the first word, or anywhere in Hindi."""

HINDI_QUESTIONS = words("kya kaise kab kahan kahaan kaun kyu kyun kyon kaunsa क्या कैसे कब कहां कौन क्यों किसे किससे कितना कितने कौनसा")

PROBLEMS = words("""
no not never nothing nobody down error errors bug buggy broke broken wrong bad worse unable cannot can't cant won't
wont doesn't doesnt don't dont didn't didnt isn't isnt aren't wasn't hasn't haven't couldn't stuck hang hanging hangs
slow slowly laggy lagging late lost lose losing stolen missing dead offline outage timeout timed virus phishing phish
hacked spam suspicious urgent urgently asap emergency sos leak leaking smoke fire noise noisy invalid denied locked
lockout forgot forgotten still trouble impossible without jammed unavailable unreachable incorrect nahi nahin nhi nai
kharab band bandh dikkat dikat samasya pareshani atak atka atki bhool bhul galat kho gum toot tut jaldi turant abhi
ruk dheema dheemi dhima dhimi
नहीं नही खराब बंद समस्या दिक्कत परेशानी एरर त्रुटि गलत अटक अटका अटकी भूल खो गुम चोरी टूट टूटा टूटी धीमा धीमी धीरे स्लो
तुरंत जल्दी फेल हैंग लॉक डाउन गड़बड़ रुक रुका ब्लॉक इरर प्रॉब्लम इश्यू अर्जेंट बिना
""")

PROBLEM_STEMS = tuple(
    words("""
fail crash freez froze issue problem troubl disconnect expir block reject corrupt delay overheat
flicker damag crack malfunction misplac glitch complain restart reboot delet bounc happen
""")
)
"""How a word of trouble may begin: "failed", "crashing"."""

ASKS = words("""
need needs needed want wants require requires required request requesting looking wish would i'd help assist
assistance support access permission please pls plz kindly someone somebody anyone anybody advise suggest guide
explain tell show chahiye chaiye chahie chahta chahti chahte madad karo kardo karwa karva dijiye dijie dedo batao
bataiye bata kripya dena karna karein kariye
चाहिए चाहिये चाहता चाहती चाहते मदद कृपया करो कीजिए कीजिये करें कर दीजिए दीजिये दें दे दो बताइए बताओ बताएं बता करवा
करवाना करना दिलवा भेजें भेजिए अनुरोध सहायता ज़रूरत आवश्यकता
""")

ORDERS = words("""
add remove install uninstall reinstall reset unlock book order update upgrade change cancel create delete enable
disable grant give send share provide set setup renew replace move fix repair check verify configure extend approve
restore register arrange transfer assign activate deactivate connect open close resend return refund raise schedule
call come bring print revoke migrate allocate onboard offboard whitelist allow block unblock correct rename recover
purchase buy get let make
""")
"""As the first word: "reset my password"."""

TOPICS = words("""
vpn laptop laptops desktop computer pc mac macbook printer printers scanner projector monitor screen keyboard mouse
headset webcam charger adapter dock wifi network internet lan ethernet router server database password passwords
passcode pin otp mfa account accounts login signin sso email mail mailbox outlook gmail calendar slack zoom jira
confluence github gitlab sap salesforce excel word powerpoint office sharepoint onedrive drive software license
licence windows linux antivirus firewall usb phone mobile sim extension voicemail badge locker parking desk chair ac
aircon heating lift elevator washroom toilet pantry salary payslip payroll leave leaves pf form16 reimbursement
expense invoice claim insurance attendance onboarding offboarding joiner joinee visa travel hotel cab certificate
letter bonafide
वीपीएन लैपटॉप कंप्यूटर कम्प्यूटर डेस्कटॉप प्रिंटर स्कैनर मॉनिटर स्क्रीन कीबोर्ड माउस चार्जर वाईफाई वाइफाइ नेटवर्क
इंटरनेट सर्वर पासवर्ड पिन ओटीपी अकाउंट खाता लॉगिन ईमेल मेल आउटलुक सॉफ्टवेयर लाइसेंस फोन मोबाइल सिम बैज पार्किंग कुर्सी
एसी लिफ्ट वेतन सैलरी पेस्लिप छुट्टी बीमा दावा यात्रा प्रमाणपत्र पत्र
""")

FIXED = words("works working worked fixed resolved solved sorted chal chala kaam theek thik चल चला काम ठीक हल")
"""Words that tell a solution in a short sentence without any sign of trouble: "it is working fine now"."""

CALM = words("""
it it's its is are was has been the this that my our issue problem everything all seems now again fine ok okay good
well got i i'm we yes great perfectly smoothly finally and so after restart restarting reboot back vpn laptop printer
wifi outlook email mail internet ab sab kuch hai ho hua ye yeh wo mera meri ka ki bhi accha haan gaya gayi raha rahi
rahe kar
अब सब कुछ है हो हुआ यह ये वह मेरा मेरी का की भी अच्छा हां समस्या वीपीएन लैपटॉप प्रिंटर इंटरनेट कर गया गई रहा रही रहे
""")
"""What else such a sentence may contain."""

APPROVING = frozenset("👍 👌 🙏 ✅ ☑ ✔ 🙌 👏 💯 🎉 ❤ ♥ 💚 💙 😊 🙂 😀 😃 😄 😁 🤝 🥳 😍 🆗 🤗 🫡".split())  # noqa: SIM905
APPROVING_CODES = words("""
+1 thumbsup thumbsup_all ok ok_hand pray white_check_mark heavy_check_mark ballot_box_with_check raised_hands clap 100
tada heart blush smile slightly_smiling_face grinning smiley handshake partying_face ty thankyou thank_you thanks
salute saluting_face bow
""")

ADDING = frozenset({"in", "on", "at", "with", "since", "from", "also", "near", "inside", "only", "using", "via", "during", "and"})
"""How a few words begin that add to what was said before."""
