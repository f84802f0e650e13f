"""What the knowledge base holds, as immutable values. Built by `knowledge.load`, never by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING

from knowledge.wording import split_first_sentence

if TYPE_CHECKING:
    from knowledge.texts import PolicyTexts


@dataclass(frozen=True)
class SourceRef:
    """Where a fact was read: the id of an entry in sources.yml, and the section there."""

    article: str
    section: str


@dataclass(frozen=True)
class Source:
    """A text that facts come from. `kind` is article, page, regulator or clinic."""

    id: str
    kind: str
    title: str
    publisher: str
    author: str
    date: str
    sections: tuple[str, ...]
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Value:
    """A number in a fact. `low` and `high` are equal for a single figure; `unit` is USD, nm, um, mL, types ..."""

    name: str
    low: float
    high: float
    unit: str


@dataclass(frozen=True)
class Fact:
    """One thing a visitor can be told.

    `text` is answer-first: its first sentence alone answers the plain question. `attributed` texts already say whose
    claim it is. The facts in `shown_with` must travel in the same reply. A `gap` says that the articles are silent on
    the question, so it is no answer but a not_covered reply.
    """

    id: str
    topic: str
    treatments: tuple[str, ...]
    aspect: str
    text: str
    title: str
    evidence: str
    source: SourceRef
    questions: tuple[str, ...]
    reviewer: str
    reviewed_on: date | None
    review_by: date | None
    also_aspects: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    attributed: bool = False
    shown_with: tuple[str, ...] = ()
    openings: Mapping[str, str] = field(default_factory=dict)
    gap: bool = False
    kind: str = "fact"

    def worded_for(self, question_form: str) -> str:
        """The text for a question form: the form's opening, where there is one, stands in for the first sentence."""
        opening = self.openings.get(question_form)
        if not opening:
            return self.text
        return f"{opening} {split_first_sentence(self.text)[1]}".strip()


@dataclass(frozen=True)
class Row:
    """One line of a comparison table: a cell for each of the two treatments."""

    id: str
    label: str
    aspect: str
    cells: Mapping[str, str]
    fact: Fact
    also_aspects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """A table of two treatments."""

    id: str
    treatments: tuple[str, str]
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Treatment:
    """Stem cells, exosomes or PRP: `name` opens a sentence, `short_name` fits a button.

    `hints` mean this treatment only where no treatment is named ("from my own blood"). `spelt_out` gives spellings that
    say more than the name, with what they stand for ("msc"). `beside` are words that mean it where the name of another
    treatment is joined to them ("cells or exosomes").
    """

    id: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    hints: tuple[str, ...] = ()
    spelt_out: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aspect:
    """A kind of question.

    `covered` is false when the articles are silent. `group` is article, not_covered or clinic. `near` lists covered
    aspects worth offering in its place; `tells` is a covered one whose facts are told along with saying so.
    """

    id: str
    label: str
    aliases: tuple[str, ...]
    covered: bool
    group: str
    note: str = ""
    near: tuple[str, ...] = ()
    tells: str = ""


@dataclass(frozen=True)
class Condition:
    """A health condition by its everyday names.

    `covered` means that an article mentions it. `kin` names a covered wider condition about which the articles say
    something in general; it never means that the articles speak of this condition.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    covered: bool
    kin: str = ""
    note: str = ""


@dataclass(frozen=True)
class FollowUp:
    """What a visitor said after `before`, and what it asks for: a fact, or by its `intent` what has none.

    `stands`: it makes sense by itself, whatever was said before.
    """

    before: str
    says: str
    fact: str = ""
    intent: str = ""
    stands: bool = False


@dataclass(frozen=True)
class SeveralWishes:
    """A message of more than one clause, and the stretches of it that hold a wish each (one or more)."""

    text: str
    wishes: tuple[str, ...]


@dataclass(frozen=True)
class Center:
    """A place where the clinic sees people."""

    id: str
    name: str
    address: str


@dataclass(frozen=True)
class OpeningHours:
    """Opening times of one weekday (0 is Monday), in the clinic's time zone."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class CallingWindow:
    """The local hours of the person called in which a call may be made; narrower than the law's 08:00-21:00."""

    start: time
    end: time


@dataclass(frozen=True)
class ClinicProfile:
    """What the clinic says about itself. `hours` is a sentence part for people, `opening_hours` the same for code."""

    name: str
    phone: str
    phone_e164: str
    email: str
    address: str
    hours: str
    opening_hours: tuple[OpeningHours, ...]
    timezone: str
    centers: tuple[Center, ...]
    calling_window: CallingWindow
    privacy_url: str
    website: str
    locale: str
    country: str
    emergency_number: str
    online_consultation: bool

    def placeholders(self) -> dict[str, str]:
        """The values that texts and facts may name in braces."""
        return {
            "clinic_name": self.name,
            "phone": self.phone,
            "phone_e164": self.phone_e164,
            "email": self.email,
            "address": self.address,
            "hours": self.hours,
            "privacy_url": self.privacy_url,
            "emergency_number": self.emergency_number,
            "centers": "; ".join(f"{center.name} ({center.address})" for center in self.centers),
            "center_count": str(len(self.centers)),
        }


@dataclass(frozen=True)
class Knowledge:
    """Everything that may be said, and everything that may not be said yet (`withheld`, with the reason)."""

    facts: Mapping[str, Fact]
    withheld: Mapping[str, tuple[Fact, str]]
    comparisons: tuple[Comparison, ...]
    treatments: Mapping[str, Treatment]
    aspects: Mapping[str, Aspect]
    conditions: Mapping[str, Condition]
    clinic: ClinicProfile
    texts: PolicyTexts
    sources: Mapping[str, Source]
    version: str
    follow_ups: tuple[FollowUp, ...] = ()
    several_wishes: tuple[SeveralWishes, ...] = ()

    def comparison(self, first: str, second: str) -> Comparison | None:
        """The table of two treatments in either order, or None when no article compares them."""
        return next((c for c in self.comparisons if set(c.treatments) == {first, second}), None)
