"""What people in an office type to a support desk, and what it is. The recogniser is measured by this table."""

REQUEST = """
hi, my vpn is down
Hello team, I can't log in to my laptop
thanks, but it still fails
Thank you, but the printer is still jammed
ok so the printer on floor 2 is jammed
good morning, how do I reset my password?
hey, anyone know why the wifi is so slow?
my laptop is broken
VPN
vpn not working
vpn down again
Need a new monitor
I need access to the finance folder
could you reset my password
Can someone help me with Excel?
please help
help me please
help me with my laptop
pls install zoom on my machine
install zoom
reset my password
unlock my account
add me to the sales mailing list
give Asha access to the shared drive
order a keyboard for the new joiner
cancel my leave of Friday
where is the printer?
who approves travel requests?
what is the guest wifi password
is the server down?
how long will it take
when will my laptop be ready?
why is it slow
status of my vpn request?
status page is down
my account is locked
I am locked out
I forgot my password
lost my badge
my phone was stolen
the screen is flickering
Outlook keeps crashing
Excel freezes when I open large files
getting error 0x80070005
Error: connection refused
it failed again
still the same
it is not working
not working
this does not work
it doesn't work
nothing works
not ok
the AC in meeting room 4 is leaking
meeting room projector won't turn on
received a phishing mail
I think I clicked a suspicious link
urgent: production server unreachable
URGENT!!! SERVER DOWN
asap please, payroll is blocked
salary slip for October missing
payslip
laptop charger
new joiner starts Monday and needs a laptop
new laptop please
I need a new chair, thanks in advance
Thanks in advance for your help, my mouse is dead
thanks for the quick reply, can you also reset my email password?
thanks for your help can you also unlock my account
thank you for fixing my laptop but the vpn is down now
great, now the printer does not print
ok but it is not fixed
it works but it is very slow
is it fixed?
please get this fixed
when will it be fixed
got it, but the link is broken
no, it still fails
no problem with wifi but lan is dead
yes it is broken again
🙏 please unblock my card
🚨 site is down 🚨
:rotating_light: database is down
:fire: prod is on fire and the pager does not stop
I'd like to request a second monitor
I would like a standing desk
requesting license for Photoshop
looking for the holiday calendar
we are out of printer paper
My reimbursement of 12,000 is pending since two weeks
I was charged twice for the cab
show me how to connect to the projector
search is broken
search is not working in the portal
create an account for the new intern
my tickets page shows an error
help desk phone does not ring
language pack for Office is missing
find out why my mails bounce
<@U123> my vpn is down
@sahayak my laptop is dead
my vpn is down https://intranet.example.test/errors/42
what does https://intranet.example.test mean?
hi :wave: my screen is black and I have a meeting in ten minutes
I joined last week and Ravi told me that you order the chairs here
The delivery of my parcel came to the wrong floor
Our team moves to the third floor next Tuesday and wants eight desks
Please ignore my last message. The printer is jammed again
don't worry about the vpn, but the laptop is dead
why not give me access?
hello hello is this thing on? my mic does not work
kindly do the needful
Kindly approve my leave request
sir my system is very slow
sir please check my pf account
wifi???
any update on my laptop request?
have you got a spare charger?
have a problem with outlook
have a good charger to lend?
congrats on the launch, but the site is down
मेरा लैपटॉप खराब है
मेरा लैपटॉप ख़राब हो गया है
वीपीएन काम नहीं कर रहा
वीपीएन बंद है
नमस्ते, मेरा पासवर्ड काम नहीं कर रहा है
नमस्ते टीम, मुझे नया लैपटॉप चाहिए
नया लैपटॉप चाहिए
मदद चाहिए
मेरी मदद कीजिए
मदद करो
मुझे मदद की ज़रूरत है
धन्यवाद, लेकिन अभी भी नहीं चल रहा
ठीक है, पर प्रिंटर अब भी अटका हुआ है
शुक्रिया, पर समस्या वही है
प्रिंटर में कागज़ फँस गया है
मेरा अकाउंट लॉक हो गया
पासवर्ड भूल गया
कृपया मेरा पासवर्ड रीसेट करें
कृपया वाईफाई ठीक करवा दीजिए
पासवर्ड कैसे बदलें?
मेरा वेतन कब आएगा
छुट्टी कैसे लें
क्या सर्वर बंद है?
इंटरनेट बहुत धीमा है
ईमेल नहीं आ रहे
स्क्रीन टूट गई
एसी से पानी टपक रहा है
मेरा बैज खो गया है
लॉगिन नहीं हो रहा
फ़ाइल नहीं खुल रही है
एक्सेस दे दीजिए
ज़ूम इंस्टॉल कर दो
मुझे फ़ाइनेंस फ़ोल्डर का एक्सेस चाहिए
सैलरी स्लिप चाहिए
प्रिंटर
तुरंत सहायता चाहिए
मेरी स्थिति क्या है
मेरे लैपटॉप में दिक्कत है
नेटवर्क की समस्या है
धन्यवाद। एक और बात, मेरा माउस काम नहीं कर रहा
vpn nahi chal raha
mera laptop kharab ho gaya
laptop on nahi ho raha hai
namaste, mera password kaam nahi kar raha
password bhool gaya
password kaise reset kare
naya laptop chahiye
mujhe access chahiye
madad chahiye
meri madad karo
kya server down hai
internet bahut slow hai
printer kharab hai
laptop bahut dheema hai
printer me paper atak gaya
salary kab aayegi
mail nahi aa raha
kripya mera account unlock kar dijiye
zoom install kardo please
theek hai, par vpn abhi bhi nahi chal raha
dhanyavad lekin problem wahi hai
shukriya bhai, ek aur problem hai
screen toot gayi
wifi nhi chal rha
login nahin ho raha
bhai jaldi, server band hai
sir leave kaise apply kare
ticket kab solve hoga
I spilled coffee on my keyboard
Who do I contact for parking?
Does anyone have Ravi's number
anyone else having trouble with teams today
laptop theek karo
is vpn working
printer out of toner
My chair is wobbly
ac too cold in bay 3
Please raise a ticket for my headset
 hey is the vpn down for everyone
not able to connect to the jump host
Access to Jira
joining formalities?
Good morning, Ravi from finance here. Quick question
sorry to bother you, my mail is stuck
who wants pizza
match kaun jeeta
kal chutti hai kya
मुझे लॉगिन में परेशानी हो रही है
कल ऑफिस बंद है क्या
hi all, please join me in welcoming Asha to the team
Reminder: town hall at 5 pm today in the cafeteria
FYI the server will be rebooted tonight
no sound
no network
no access
no wifi in room 3
not received otp
otp nahi aaya
otp kab aayega
yes it still happens
it happened again
same problem here
+1 same issue
me too, my vpn is also down
Help, I am stuck
mujhe kal chutti chahiye
ho gaya kya
hua kya?
kya hua
ठीक नहीं है
ठीक नहीं हुआ
अभी तक ठीक नहीं हुआ
theek nahi hua
theek se nahi chal raha
solved nahi hua
not solved
not resolved yet
no it is not
it is fine but slow
great, but where is my laptop
プリンターが動きません。助けてください
my e-mail isn't syncing
I can’t print
We've got a problem
cant print
cannot print
Zoom
zoom link?
what?
huh?
what's this
Please help me 🙏
Could you
T-42 is still broken
thanks, but it still does not work
theek hai par nahi chal raha
shukriya, lekin abhi bhi wahi problem hai
ठीक है, पर अभी भी नहीं चल रहा
ok thanks, but the printer is jammed
"""

GREETING = """
hi
Hi!
HELLO
hello team
Hello everyone!
hey there
hiii
good morning
Good morning, team!
good morning Asha
hi Ravi
hi, how are you?
how are you doing today?
hello?
hello, anyone there?
is anyone there?
Hope you are doing well.
Hi team, hope all is well
gm
good night all
good evening sir
👋 hi
hi :wave:
hi 👋 everyone
<@U123> hello
<at>Sahayak</at> hi
नमस्ते
नमस्ते!
नमस्ते जी
नमस्कार टीम
सुप्रभात
शुभ प्रभात सभी को
हैलो
हैलो सर
राम राम भाई
कैसे हैं आप?
नमस्ते, आप कैसे हैं?
गुड मॉर्निंग
namaste
Namaste ji
namaskar sir
suprabhat
suprabhat doston
kaise ho?
kya haal hai bhai
koi hai?
ping
test
testing 1 2 3
"""

THANKS = """
thanks
Thanks!
thank you!
THANK YOU SO MUCH
thx
ty
tysm
thanks a lot
thanks Ravi
thanks a ton Ravi bhai
thank you very much sir
many thanks
thanks team
Thanks in advance!
thanks again
thanks for your help
thanks for the quick help!
thanks for resetting my password
Thank you for fixing my laptop so fast
thank you all for the printer
much appreciated
cheers mate
ok
OK
okay
k
ok great
ok thanks
ok, got it
Great, thanks!
ok cool
got it
got it, thanks
noted
understood
sure
perfect
awesome 🎉
👍
👍🏽
:+1:
:+1::skin-tone-3:
🙏
:pray: :pray:
✅
no problem
no worries
no issues
not a problem at all
never mind
don't worry
please ignore
done
it works
it works now
it works now, thanks!
it's working fine now
working now
my vpn is working again
vpn is working fine now, thank you
The issue is resolved now
issue resolved, thanks
problem solved 👍
all good now
fixed
no thanks
धन्यवाद
बहुत बहुत धन्यवाद
धन्यवाद जी
आपका बहुत धन्यवाद
शुक्रिया
शुक्रिया भाई
मदद के लिए धन्यवाद
पासवर्ड ठीक करने के लिए धन्यवाद
ठीक है
ठीक है, धन्यवाद
अच्छा
अच्छा ठीक है
समझ गया
हो गया
हो गया, धन्यवाद
अब ठीक है
अब सब ठीक है
अब चल रहा है
वीपीएन अब काम कर रहा है
कोई बात नहीं
ज़रूर
बढ़िया 👍
ओके
dhanyavad
dhanyawaad ji
shukriya
bahut shukriya bhai
theek hai
thik hai sir
accha theek hai
samajh gaya
ho gaya
ho gaya, thanks
ab chal gaya
ab theek hai
vpn ab kaam kar raha hai
koi baat nahi
madad ke liye shukriya
Thanks, will check and revert
Thanks, I will try that
ok let me try
will try and let you know
ok restarting now
Let me check
please close this ticket
you can close the ticket
thanks you can close this
Its done now
all working now, you guys are the best
working like a charm
great support as always
ok bhai
bhai sahab thank you
ty ravi :)
Okay. Thank you. Have a great day!
yes, it is working
great job team!!
🙏🙏 thanks
T-42 thanks
done, thanks T-42
ok thanks!!
okkk thankss
OKAY thank you 🙏
tnx
👍🏽👍🏽
🙏🏼
🙌🏾
got it 👍
got it, will check
noted with thanks
ok noted
thanks for letting me know
thank you for the update
haan theek hai
theek h bhai
sab theek hai
theek ho gaya
chalo theek hai
mil gaya, shukriya
samajh gaya, dhanyavad
bahut bahut shukriya
ok ji
shukriya ji
ओके सर
ठीक है जी
ठीक है, शुक्रिया
समझ गया, धन्यवाद
ठीक हो गया, धन्यवाद
बहुत-बहुत धन्यवाद
सब ठीक है
"""

EMOJI = """
😂
🎂🎂
🤔
:joy:
:party_parrot: :party_parrot:
😢 😢
🇮🇳
:(
"""

EMPTY = """
.
...
!!!
???
-
। ।
***
"""

CHATTER = """
in the Pune office
also on wifi
on my Mac
lol
LOL 😂
haha
hahaha so funny
hmm
yes
no
nope
yes please
not yet
maybe
same here
me too
brb
bye
see you tomorrow
omg
oops, my bad
sorry
happy birthday Ravi!
happy diwali everyone
have a nice weekend all
welcome to the team, Mina
congrats
any update?
any news?
wow 🔥
42
please
https://example.test/cat
@ravi
Mina and Ravi
the cat is cute
हाँ
नहीं
जी हाँ
पता नहीं
वाह
जन्मदिन मुबारक
अभी नहीं
haan
haan ji
nahi
pata nahi
kya baat hai
arre yaar
hi, I am Ravi from finance
Sorry for the trouble
the lunch was great today
आज मौसम अच्छा है
चलो लंच करते हैं
Team outing photos are here https://x.example/p
No.
no no
Drucker geht nicht
printing
really?
hello world
😡😡 3rd time this week
5
"""

COMMAND = """
help
HELP!
?
मदद
mine
my tickets
मेरे टिकट
queue
status T-42
status 42
T-42
why t-42
स्थिति T-42
new
new laptop
new: laptop please
नया लैपटॉप
search printer
खोजें प्रिंटर
language hindi
"""

BLOCKS = {
    "request": REQUEST,
    "greeting": GREETING,
    "thanks": THANKS,
    "emoji": EMOJI,
    "empty": EMPTY,
    "chatter": CHATTER,
    "command": COMMAND,
}

TABLE = [(kind, sentence) for kind, block in BLOCKS.items() for sentence in block.strip().splitlines()]
