"""How chosen facts are put into words: the direct answer first, what must go with it after."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge import Fact
from knowledge.wording import split_first_sentence

WORDS = 90


def joined(facts: Sequence[Fact], companions: Sequence[Fact], question_form: str) -> str:
    """The facts' texts for a question form, then their companions, shortened to first sentences when it gets long."""
    main = [fact.worded_for(question_form if n == 0 else "statement") for n, fact in enumerate(facts)]
    beside = [fact.text for fact in companions]
    if _count([*main, *beside]) > WORDS:
        beside = [split_first_sentence(text)[0] for text in beside]
    return "\n".join([" ".join(main) if len(main) == 1 else "\n".join(main), *([" ".join(beside)] if beside else [])])


def correction_first(correction: str, text: str) -> str:
    """A correction opens the reply; the rest follows unless it says the same."""
    if not correction or text.startswith(correction):
        return text
    return f"{correction}\n{text}" if text else correction


def within_sentence(name: str) -> str:
    """A name as it stands within a sentence: "stem cells", but "PRP"."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def capitalized(text: str) -> str:
    """A text as it opens a sentence."""
    return text[:1].upper() + text[1:]


def _count(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)
