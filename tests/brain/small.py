"""A knowledge base of six facts, and a few examples of a few intents."""

from __future__ import annotations

from types import SimpleNamespace

from knowledge import Aspect, Condition, Fact, FollowUp, SourceRef, Treatment

POLICIES = {
    "advice": {
        "words": {"drug": "ibuprofen|warfarin"},
        "patterns": [
            {
                "id": "medication.stop",
                "kind": "medication",
                "any": [r"\bstop taking (?:my )?{drug}"],
                "unless": ["in general"],
            }
        ],
    },
    "premises": {
        "words": {},
        "premises": [{"id": "exosomes-alive", "any": [r"exosomes (?:are|being) living"], "unless": []}],
    },
}
EXAMPLES = {
    "ask_cost": [
        "how much does it cost",
        "what is the price of prp",
        "how much are exosomes",
        "stem cell prices",
        "is it expensive",
        "cost of exosome therapy",
        "what do you charge",
        "price",
        "how much is a session",
        "whats the cost",
    ],
    "ask_safety": [
        "is it safe",
        "are exosomes safe",
        "is prp dangerous",
        "what are the risks of stem cells",
        "any risks",
        "how safe is prp",
        "safety of exosomes",
        "is stem cell therapy safe",
        "could it harm me",
        "safe?",
    ],
    "ask_what_is": [
        "what are exosomes",
        "what is prp",
        "explain stem cells",
        "define exosome",
        "what is this therapy",
        "tell me about prp",
        "what exactly is stem cell therapy",
        "whats an exosome",
        "what are they",
        "prp meaning",
    ],
    "ask_contents": [
        "what is in exosomes",
        "do they contain growth factors",
        "which cytokines are inside",
        "what does prp contain",
        "are there growth factors and cytokines in it",
        "ingredients of exosomes",
        "what proteins are in prp",
    ],
    "ask_condition": [
        "does prp help knee pain",
        "can exosomes treat hair loss",
        "is it good for arthritis",
        "stem cells for knees",
        "prp for hair loss",
        "will it help my hip",
        "good for tendons?",
    ],
    "book": [
        "i want to book",
        "can i come tuesday",
        "make an appointment",
        "book a consultation",
        "schedule me for friday",
        "can i come in next week",
        "i would like an appointment",
        "sign me up",
    ],
    "handoff": [
        "talk to a person",
        "i want a human",
        "call me please",
        "let me speak to someone",
        "real person please",
    ],
    "greet": ["hi", "hello there", "good morning", "hey", "hello"],
    "thanks": ["thanks", "thank you so much", "cheers", "ty"],
    "inform": [
        "my name is maria lopez",
        "212-555-0147",
        "maria@example.com",
        "john smith",
        "tuesday at 5pm",
        "it's ana",
    ],
    "out_of_scope": ["what is the weather", "who won the game", "tell me a recipe", "how tall is the eiffel tower"],
}


def small_knowledge() -> SimpleNamespace:
    """Two facts a treatment."""
    facts = [
        _fact(
            "exosomes.price",
            "cost",
            ("exosomes",),
            "Exosomes cost X.",
            ("how much are exosomes", "exosome price", "cost of exosomes"),
        ),
        _fact(
            "prp.price",
            "cost",
            ("prp",),
            "No price is given for PRP.",
            ("how much is prp", "prp price", "what does prp cost"),
        ),
        _fact(
            "exosomes.safety",
            "safety",
            ("exosomes",),
            "Risks of exosomes.",
            ("are exosomes safe", "exosome risks", "exosome dangers"),
        ),
        _fact("prp.safety", "safety", ("prp",), "Risks of PRP.", ("is prp safe", "prp risks", "dangers of prp")),
        _fact(
            "exosomes.what",
            "what_is",
            ("exosomes",),
            "Tiny messengers.",
            ("what are exosomes", "define exosomes", "explain exosomes"),
        ),
        _fact(
            "prp.hair",
            "condition",
            ("prp",),
            "PRP and hair.",
            ("does prp help hair", "prp for hair loss", "prp and baldness"),
            ("hair_loss",),
        ),
    ]
    return SimpleNamespace(
        version="small-1",
        facts={f.id: f for f in facts},
        treatments={
            "stem_cells": Treatment("stem_cells", "Stem cell therapy", "Stem cells", ("stem cell", "msc")),
            "exosomes": Treatment("exosomes", "Exosomes", "Exosomes", ("exosome", "exosome therapy", "vesicles")),
            "prp": Treatment("prp", "PRP", "PRP", ("platelet rich plasma", "p.r.p.", "plasma injection")),
        },
        conditions={
            "hair_loss": Condition("hair_loss", "Hair loss", ("baldness", "thinning hair"), True),
            "knee": Condition("knee", "Knee pain", ("bad knees", "wear and tear"), True),
        },
        follow_ups=(
            FollowUp("how much are exosomes", "and is that safe", "exosomes.safety"),
            FollowUp("what are exosomes", "what do they go for", "exosomes.price"),
            FollowUp("is prp safe", "ok and the price", "prp.price"),
            FollowUp("what does prp cost", "any dangers then", "prp.safety"),
            FollowUp("are exosomes safe", "tell me more", intent="follow_more"),
            FollowUp("are exosomes safe", "how much is prp", "prp.price", stands=True),
            FollowUp("what is prp", "can exosomes be dangerous", "exosomes.safety", stands=True),
            FollowUp("what is prp", "a fact that is not served", "exosomes.gone"),
        ),
        aspects={
            "cost": Aspect("cost", "Cost", ("price", "cost", "how much"), True, "article"),
            "safety": Aspect("safety", "Safety", ("safe", "safety", "risks"), True, "article"),
        },
    )


def _fact(name: str, aspect: str, treatments: tuple, text: str, questions: tuple, conditions: tuple = ()) -> Fact:
    return Fact(
        name,
        "topic",
        treatments,
        aspect,
        text,
        "title",
        "general",
        SourceRef("a", "s"),
        questions,
        "r",
        None,
        None,
        conditions=conditions,
    )
