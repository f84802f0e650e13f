"""Parse data as the brain makes it, built by hand for tests of the answering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def part(
    intent: str,
    text: str = "",
    *,
    facts: Sequence[tuple[str, float]] = (),
    treatments: Sequence[str] = (),
    conditions: Sequence[str] = (),
    aspects: Sequence[str] = (),
    form: str = "statement",
    known: bool = True,
    leans: bool = False,
) -> dict[str, Any]:
    """One part of a reading."""
    own = [intent.removeprefix("ask_")] if intent.startswith("ask_") else []
    return {
        "text": text or intent.replace("_", " "),
        "intent": intent,
        "confidence": 0.9 if known else 0.2,
        "aspects": list(dict.fromkeys([*own, *aspects])),
        "treatments": list(treatments),
        "conditions": list(conditions),
        "question_form": form,
        "facts": [{"id": fact, "score": score} for fact, score in facts],
        "known": known,
        "leans": leans,
    }


def parse(*parts: dict[str, Any], intent: str = "", **reading: Any) -> dict[str, Any]:
    """Parse data with the given parts; the first one's intent leads unless another is named."""
    name = intent or (parts[0]["intent"] if parts[0]["known"] else "nlu_fallback")
    text = ", ".join(one["text"] for one in parts)
    whole = {"text": text, "language": "en", "question_form": parts[0]["question_form"], "parts": list(parts)}
    return {
        "text": text,
        "intent": {"name": name, "confidence": parts[0]["confidence"]},
        "entities": [],
        "reading": whole | {"premise": None, "advice": None, "facts": []} | reading,
    }


def pressed(intent: str, **entities: Any) -> dict[str, Any]:
    """The parse data of a button."""
    found = [{"entity": name, "value": value} for name, value in entities.items()]
    return {"text": f"/{intent}", "intent": {"name": intent, "confidence": 1.0}, "entities": found}
