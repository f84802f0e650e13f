"""What is put right before anything is answered: a wrong premise, or a question that wants a yes."""

from __future__ import annotations

from functools import cache
from typing import Any

import knowledge as base
from actions.answering.reading import Reading
from actions.answering.select import Wish
from knowledge import Fact, Knowledge

PROMISED = frozenset(
    {"success_rate", "results", "safety", "side_effects", "regulation", "tumor", "rejection", "evidence"}
)


def correction(reading: Reading, wish: Wish, knowledge: Knowledge) -> str:
    """The sentence that corrects the message's premise or leading question, or ""."""
    if premise := _premise(reading):
        return " ".join(str(premise["correction"]["en"]).split())
    if reading.question_form != "leading":
        return ""
    specific = f"leading_correction.{wish.aspect}"
    text_id = specific if specific in knowledge.texts else "leading_correction.generic"
    return knowledge.texts.get(text_id) if text_id in knowledge.texts and wish.aspect in PROMISED else ""


def facts_to_show(reading: Reading, knowledge: Knowledge) -> list[Fact]:
    """The facts that a premise's correction rests on; aspects in its list stand for nothing here."""
    premise = _premise(reading)
    return [knowledge.facts[i] for i in (premise or {}).get("show") or () if i in knowledge.facts]


def _premise(reading: Reading) -> dict[str, Any] | None:
    return _premises().get(reading.premise or "")


@cache
def _premises() -> dict[str, dict[str, Any]]:
    """Read once; the file changes only with a release."""
    return {entry["id"]: entry for entry in base.policy_file("premises").get("premises") or ()}
