"""What the fake gateway says, and the pages it serves."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.template import Context, Engine

Json = dict[str, Any]

CLINIC: Json = {
    "name": "Harborview Regenerative Clinic",
    "phone": "(212) 555-0147",
    "phone_e164": "+12125550147",
    "email": "hello@example.com",
    "hours": "Monday to Friday 9:00 am to 6:00 pm",
    "emergency_number": "911",
    "privacy_url": "https://www.example.com/privacy",
}
DISCLAIMER: Json = {
    "kind": "disclaimer",
    "text": "This is general information, not medical advice. Talk to a qualified provider about your own situation.",
}
SOURCE: Json = {"article": "exosomes", "section": "Cost", "title": "Exosomes and stem cells compared"}
XSS = [
    "<img src=x onerror=\"window.hacked='img'\">",
    "<script>window.hacked='script'</script>",
    "<a href=\"javascript:window.hacked='link'\">click</a>",
    "javascript:window.hacked='bare'",
    "<svg onload=\"window.hacked='svg'\">",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    '"><iframe srcdoc="<script>parent.hacked=\'frame\'</script>">',
    "https://user:pass@evil.example/ data:text/html,<script>alert(1)</script>",
    "&lt;b&gt;not bold&lt;/b&gt;",
    "\u202egnp.exe\u202c \u200bhidden",
]


def buttons(*titles: str) -> list[Json]:
    """Buttons as the gateway gives them."""
    return [{"id": f"b-{title.lower().replace(' ', '-')}", "title": title} for title in titles]


GREETING: list[Json] = [
    {
        "kind": "greeting",
        "text": "Hello! I am the automated assistant of Harborview Regenerative Clinic, not a person. Ask me about "
        "stem cells, exosomes or PRP, or book a free consultation.",
    },
    {
        "kind": "notice",
        "text": "In an emergency call 911. This chat is not watched for emergencies.",
        "buttons": buttons("What are exosomes", "What does it cost", "Book a consultation"),
    },
]

_ANSWER: list[Json] = [
    {
        "kind": "answer",
        "text": "The article gives a range of $3,000 to $5,000 for exosome treatment and $5,000 to $15,000 for stem "
        "cells. For PRP it names no price.",
        "sources": [SOURCE],
        "facts": ["exosomes.price-range"],
    },
    {**DISCLAIMER, "buttons": buttons("Exosome quality", "Is it safe", "Book a consultation")},
]
_BY_WORD: dict[str, list[Json]] = {
    "cost": _ANSWER,
    "exosomes": _ANSWER,
    "chest": [
        {
            "kind": "emergency",
            "text": "Call 911 or go to the nearest emergency room now. This chat cannot help in an emergency and "
            "nobody is watching it. Do not wait for a reply here.",
        }
    ],
    "anymore": [
        {
            "kind": "crisis",
            "text": "I am sorry that it is this hard right now. Please call or text 988 to talk with someone, day or "
            "night. If you are in danger now, call 911. You can also chat at 988lifeline.org.",
        }
    ],
    "book": [
        {
            "kind": "question",
            "text": "Happy to arrange that. Which treatment interests you?",
            "buttons": buttons("PRP", "Not sure yet"),
        }
    ],
    "prp": [{"kind": "question", "text": "What is your name?"}],
    "rosa": [{"kind": "question", "text": "Which phone number may we call? For example 212-555-0147."}],
    "555": [
        {
            "kind": "confirmation",
            "text": "Thank you, Rosa. Your request is stored. Your reference is C-7K3MQ2. The clinic calls you at "
            "212-555-0199 tomorrow after 5 pm. To change it, call (212) 555-0147.",
        },
        DISCLAIMER,
    ],
    "person": [
        {
            "kind": "handoff",
            "text": "I passed your wish on. You can also call (212) 555-0147 or write to hello@example.com.",
        }
    ],
    "hola": [
        {
            "kind": "notice",
            "text": "Este chat solo habla inglés. Llame al (212) 555-0147. En una emergencia llame al 911.",
            "lang": "es",
        }
    ],
    "long": [
        {"kind": "answer", "text": "\n".join(f"Line {number} of a long answer." for number in range(1, 60))},
        DISCLAIMER,
    ],
    "script": [{"kind": "clarify", "text": text, "buttons": buttons(text)} for text in XSS],
    "link": [
        {
            "kind": "notice",
            "text": "Report it at https://www.fda.gov/safety/medwatch. It was $911 or 988-555-0100, not 1.988.",
        }
    ],
}


def replies(text: str) -> list[Json]:
    """The canned replies for a visitor's text."""
    for word, said in _BY_WORD.items():
        if word in text.lower():
            return said
    return [{"kind": "fallback", "text": "I did not understand that. You can ask about cost, safety or quality."}]


@cache
def pages(templates: Path) -> dict[str, str]:
    """The demo page, and small pages that embed the widget in other ways."""
    clinic = SimpleNamespace(
        **CLINIC,
        address="100 Example Street, New York",
        centers=[
            SimpleNamespace(name="Manhattan", address="100 Example Street"),
            SimpleNamespace(name="Brooklyn", address="22 Sample Avenue"),
        ],
    )
    home = Engine(dirs=[str(templates)]).get_template("clinic/home.html").render(Context({"clinic": clinic}))
    script = '<script type="module" src="/widget/chat.js"></script>'
    return {
        "/": home,
        "/other": _page("Other page", script),
        "/twice": _page("Twice", script + '<script type="module" src="/widget/chat.js?again"></script>'),
        "/own": _page(
            "Own element",
            script,
            '<consultation-chat label="Ask Harborview" locale="es-US">'
            '<a href="tel:+12125550147">(212) 555-0147</a></consultation-chat>',
        ),
        "/rtl": _page("Right to left", script, attributes='lang="ar" dir="rtl"'),
    }


def _page(title: str, head: str, body: str = "", attributes: str = 'lang="en"') -> str:
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return (
        f'<!doctype html><html {attributes}><head><meta charset="utf-8">{viewport}<title>{title}</title>{head}</head>'
        f"<body><main><h1>{title}</h1><p><a href='/'>Home</a></p></main>{body}</body></html>"
    )
