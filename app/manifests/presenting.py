"""How the app presents itself in the platforms' catalogues, per language. English is what Slack shows to everybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Presentation:
    """Texts of one language. Limits: name 30, short 80, titles 24, their descriptions 128, search field 32 characters."""

    name: str
    full_name: str
    short: str
    full: str
    create: str
    create_about: str
    new: str
    new_about: str
    search: str
    search_about: str
    words: str
    words_about: str


TEXTS = {
    "en": Presentation(
        name="Sahayak",
        full_name="Sahayak, the support desk in your chat",
        short="Ask for help where you already talk; nothing gets lost.",
        full=(
            "Sahayak is a support desk inside your chat. Ask in a channel, in a personal chat, with a shortcut or on a message: "
            "what you said becomes a ticket once, the right team sees it, and you hear how it stands and when it is solved. "
            "Agents claim, answer and resolve from the card. It reads the messages of the conversations it was added to, "
            "only to find requests and answers to tickets, and keeps what belongs to a ticket. "
            "Languages: English and Hindi (हिन्दी)."
        ),
        create="Create ticket",
        create_about="Make this message a ticket",
        new="New ticket",
        new_about="Ask for help with a short form",
        search="Search tickets",
        search_about="Find a ticket and share it",
        words="Words or number",
        words_about="What the ticket is about, or its number such as T-42",
    ),
    "hi": Presentation(
        name="सहायक",
        full_name="सहायक, आपकी चैट में सहायता डेस्क",
        short="जहाँ आप बात करते हैं वहीं मदद माँगें; कुछ भी नहीं छूटता।",
        full=(
            "सहायक आपकी चैट के भीतर एक सहायता डेस्क है। चैनल में, निजी चैट में, शॉर्टकट से या किसी संदेश पर मदद माँगें: "
            "आपकी बात एक ही बार टिकट बनती है, सही टीम उसे देखती है, और आपको पता चलता है कि काम कहाँ पहुँचा और कब पूरा हुआ। "
            "एजेंट कार्ड से ही टिकट लेते, जवाब देते और हल करते हैं। यह केवल उन्हीं वार्तालापों के संदेश पढ़ता है जिनमें इसे जोड़ा गया है, "
            "सिर्फ़ अनुरोध और टिकट के जवाब खोजने के लिए, और वही रखता है जो टिकट का हिस्सा है। "
            "भाषाएँ: हिन्दी और अंग्रेज़ी (English)।"
        ),
        create="टिकट बनाएँ",
        create_about="इस संदेश को टिकट बनाएँ",
        new="नया टिकट",
        new_about="छोटे फ़ॉर्म से मदद माँगें",
        search="टिकट खोजें",
        search_about="टिकट खोजें और साझा करें",
        words="शब्द या संख्या",
        words_about="टिकट किस बारे में है, या उसकी संख्या जैसे T-42",
    ),
}
