"""What people answer on their tickets, and what it has to do there: after the end, and while they are waited for.

`courtesy`: silent, and nothing goes on. `well`: silent after the end, but whoever waits has heard what they waited for.
`tells`: after the end asks "Reopen?". `objects`: reopens by itself. The last two resume what waits.
"""

from __future__ import annotations

COURTESIES = """
thanks|Thanks!|thank you|Thank you so much!!|thanks a lot 🙏|thanks 😊👍|THANKS|thx|ty|tysm|thanx|thnks|thankss|thanksss
thnaks|thansk
tahnks a lot|thankyou|thank u|many thanks, Ravi|thanks Ravi|Thanks @ravi|thanks for your help|Thanks for the quick help!
thank you for resetting my password|thanks in advance|cheers|cheers mate|much appreciated|you rock|kudos|👍|👍🏽|🙏|🎉|❤️
:+1:|:pray:|+1|ok|OK.|okay|okayyyy|k|kk|ok thanks!!|ok thx|ok great|okay cool|alright|great|Great!!|greattt|perfect, thanks
awesome|cool|coool|nice|got it|Got it, thanks|got it 👍|understood|noted|sure|will do|sounds good|makes sense|i see|np
no problem
no problem, thanks|no worries|no worries at all, take your time|no thanks|no thank you|nvm|never mind|don't worry about it
not a problem|not bad|why not|haha thanks|lol|sorry|my bad|hello|hi|good morning|good morning, thanks|bye|you're welcome
one sec|let me check|i will check|thanks again|see you|how are you
ठीक है|ठीक है जी|जी ठीक है|अच्छा|धन्यवाद|बहुत बहुत धन्यवाद|धन्यवाद 🙏|शुक्रिया|मदद के लिए धन्यवाद|कोई बात नहीं|समझ गया
ओके|बढ़िया
बहुत बढ़िया, धन्यवाद|थैंक यू|क्या बात है|नमस्ते
theek hai|thik hai, shukriya|theek h|chalo theek hai|accha|dhanyavaad|dhanyawad|dhanyavd|shukriya bhai|bahut shukriya
koi baat nahi
samajh gaya|kya baat hai|ok ji|haan theek hai|badhiya|कोई दिक्कत नहीं हो रही|koi dikkat nahi ho rahi|no issues now
koi problem nahi hai ab
"""

WELL = """
thanks, works now|thanks it works now|it works|it works now, thank you 🙏|works|working fine now|it is working fine now
all good now, it works|that fixed it, thanks|fixed|solved|resolved, thanks|done|done, thank you|sorted
not urgent anymore, thanks|not urgent any more|no longer an issue|it is no longer a problem|no longer needed|no need
no need anymore
not needed any more|I don't need it any more|It is not required now|The printer is no longer needed|no more issues
no errors now|everything works, no errors|works without any issue|it is not happening any more|it doesn't crash now
I have no further questions|no questions from my side|No, all good|no, it is fine now|no it's working now|yes|Yes.|yes thanks
can you close the ticket?|please close this|could you close it?|you can close it
हो गया|काम हो गया|हो गया, धन्यवाद|ठीक हो गया, धन्यवाद|नहीं, अब ठीक है|नहीं अब ठीक है|अब ठीक है|अब कोई दिक्कत नहीं
अब कोई समस्या नहीं है
अब ज़रूरत नहीं है|नहीं चाहिए अब|हाँ|जी हाँ, हो गया|अब काम कर रहा है, धन्यवाद|चल रहा है
ho gaya|ho gaya, dhanyavaad|chal gaya, thanks|theek ho gaya|nahi, theek hai|ab theek hai|nahi ab theek hai|ab chal raha hai
ab koi dikkat nahi|nahi chahiye ab|ab zaroorat nahi|haan|No, thanks|नहीं, धन्यवाद
"""

TELLS = """
I will be in the office tomorrow|Room 204, second floor|Third floor|the cable was loose|ok 4711|ok, room 204|my number is 4711
thanks, my laptop is the black one|thanks, I will also need a mouse|please also add Ravi|please check again|wait
I don't want this|this has not removed the error|just checking in
it is the Dell one|The screen turned blue|I tried it on wifi and on cable|ok it is slow|the problem is back|me too
see https://wiki.example.com/page?id=3|I will try it again tomorrow|maybe|it says gateway timeout
मैं कल दफ़्तर में रहूँगा|दूसरी मंज़िल पर है|मेरा नंबर 4711 है|धन्यवाद, मेरा लैपटॉप काला वाला है
main kal office mein rahunga|mera number 4711 hai|dusre floor par hai|I restarted and it worked
Thanks Ravi. It still asks for a password
"""

OBJECTS = """
ok so when will it be done|no thanks it is still broken|ok and when will it be done|ok but when will it be done?
thanks and when will it be ready
when will it be done|any update|any update?|any updates please|any news|no sir|no good|nothing happened|please reopen
that's not what I wanted|Hello?|may I ask how you did it|koi update|is it done?|is it done|did you fix it
can you also add Ravi
can you also check the printer|could you please check again|would you look at it again|how do I install it
what should I do now
why?|Why was this closed?|who closed this?|ok?|thanks?|??|❓|👎|:-1:|did not work|didn't work|It didnt work|does not work
it does not work|doesn't work|It doesn’t work for me|not working|not wroking|still not working|still not wrking
still the same|still same
same problem again|the same error|same issue here|I still have the same issue|issue persists|it is still broken
It's still broken
it crashed again|no|No.|no 😞|nope|nope, still the same|nah|no it doesn't work|no, it is not|no luck|no change|No sound
no access to the drive yet|not fixed|not yet|not solved|not really|unfortunately no|sadly not|I can't log in|unable to connect
never got the email|that didn't help|that is not what I asked for|still need help|still having issues|it is no longer working
it worked for an hour and then it failed again|thanks, but it is still not working|Thank you but I still cannot print
ok thanks!! but it failed again|thanks however it does not open|it works but not on wifi|great, but the error is still there
no problem, but it is still slow|no worries, when will it be done
नहीं|नहीं हुआ|अब भी धीमा है|ab bhi dheema hai|अभी भी नहीं चल रहा|समस्या हल नहीं हुई|फिर से वही समस्या|क्यों?|क्यों|यह कब ठीक होगा|क्या यह हो गया?
क्या यह हो गया
ठीक नहीं है|ठीक है, पर अभी भी नहीं चल रहा|ठीक है लेकिन कब तक?|ठीक है पर अभी तक नहीं हुआ|अभी भी समस्या है
वीपीएन नहीं चल रहा|कोई अपडेट|कब तक होगा
धन्यवाद, पर अभी भी वही दिक्कत है|नहीं, अभी भी वही है|नहीं चल रहा|यह काम नहीं कर रहा|अभी तक कोई जवाब नहीं आया|कुछ नहीं बदला
nahi|nahi hua|nahi ho raha|abhi bhi nahi chal raha|abhi tak nahi hua|kab tak hoga|kab hoga|kyun band kiya
kaise karna hai|theek nahi hua
theek nahi hai|kaam nahi kar raha hai|dikkat theek nahi hui|login nahi ho raha|theek hai par nahi chal raha|theek hai kya?
shukriya, lekin abhi bhi wahi problem hai|haan wahi error aa raha hai|phir se wahi problem|abhi bhi dikkat hai
ok par kab tak hoga|same here
"""

TABLE = [
    (kind, said)
    for kind, listed in (("courtesy", COURTESIES), ("all_well", WELL), ("tells", TELLS), ("objects", OBJECTS))
    for line in listed.strip().splitlines()
    for said in line.split("|")
]
