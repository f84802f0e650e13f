"""What the booking says: the question of each step with its buttons, summaries, and why something is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from actions.booking.state import Booking, Button, Say
from actions.booking.times import Wish, clock_label, describe
from knowledge import Knowledge

_WHY = {"full_name": "name", "preferred_time": "time"}
CANCEL = Button("button.cancel", "/cancel")
PERSON = Button("button.person", "/handoff")


def payload(intent: str, **values: str) -> str:
    """A button's command."""
    return f"/{intent}{json.dumps(values)}" if values else f"/{intent}"


def channel_words(channels: tuple[str, ...], knowledge: Knowledge, joiner: str = "or") -> str:
    """ "phone call, text message or e-mail"."""
    words = [knowledge.texts.get(f"channel.{channel}") for channel in channels]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {knowledge.texts.get(f'channel.{joiner}')} {words[-1]}"


def interest_words(booking: Booking, knowledge: Knowledge) -> str:
    """The topic of the consultation as a person reads it."""
    names = [
        knowledge.treatments[t].name
        for t in (booking.interest or {}).get("treatments", [])
        if t in knowledge.treatments
    ]
    return " / ".join(names) or knowledge.texts.get("booking.interest_general")


def time_words(slot: Mapping[str, str | None] | None, knowledge: Knowledge) -> str:
    """The preferred time as a person reads it."""
    kind = (slot or {}).get("kind")
    if not slot or kind in ("any", "asap"):
        return knowledge.texts.get("booking.asap" if kind == "asap" else "booking.any_time")
    return describe(dict(slot))


def detail_words(slot: str, booking: Booking, knowledge: Knowledge) -> str:
    """One value as "phone: (212) 555-0147"."""
    value = {
        "interest": lambda: interest_words(booking, knowledge),
        "full_name": lambda: booking.full_name or "",
        "phone": lambda: (booking.phone or {}).get("display", ""),
        "email": lambda: (booking.email or {}).get("address", ""),
        "preferred_time": lambda: time_words(booking.preferred_time, knowledge),
    }[slot]()
    return knowledge.texts.get(f"booking.detail.{slot}", value=value) if value else ""


def details_words(slots: tuple[str, ...], booking: Booking, knowledge: Knowledge) -> str:
    """Several values in one line."""
    return "; ".join(words for slot in slots if (words := detail_words(slot, booking, knowledge)))


def ask(slot: str, booking: Booking, knowledge: Knowledge) -> tuple[Say, ...]:
    """The question for `slot`, worded for what is already known."""
    if slot == "consent":
        return (_summary(booking, knowledge), _consent(booking, knowledge))
    if slot == booking.tries.get("changing") and booking.value(slot) is not None:
        return (Say(f"booking.ask_new.{slot}", buttons=(Button("button.keep", "/skip"),)),)
    problem = booking.tries.get("time_problem")
    if slot == "preferred_time" and problem:
        return (Say(problem["text_id"], problem["values"], buttons(slot, booking, knowledge)),)
    return (Say(_question(slot, booking), buttons=buttons(slot, booking, knowledge)),)


def ask_again(slot: str, booking: Booking, knowledge: Knowledge) -> tuple[Say, ...]:
    """The same question after an interruption: at the end only the consent wording, not the summary again."""
    return (_consent(booking, knowledge),) if slot == "consent" else ask(slot, booking, knowledge)


def _question(slot: str, booking: Booking) -> str:
    if slot == "email" and not booking.has_phone():
        return "booking.ask_email_required"
    if slot == "phone" and booking.email is not None and not booking.has_email():
        return "booking.ask_phone_required"
    return {
        "interest": "booking.ask_interest", "full_name": "booking.ask_name", "phone": "booking.ask_phone",
        "email": "booking.ask_email", "preferred_time": "booking.ask_time",
    }[slot]  # fmt: skip


def buttons(slot: str, booking: Booking, knowledge: Knowledge) -> tuple[Button, ...]:
    """The quick answers of a step; never the only way to answer."""
    if slot == "interest":
        named = tuple(
            Button("button.treatment", payload("inform", treatment=t.id), {"treatment": t.short_name})
            for t in knowledge.treatments.values()
        )
        return (*named, Button("button.not_sure", payload("inform", detail="general")))
    if slot == "preferred_time":
        return (
            Button("button.any_time", payload("inform", detail="any")),
            Button("button.asap", payload("inform", detail="asap")),
        )
    if slot == "phone" and not (booking.email and booking.email.get("refused")):
        return (Button("button.no_phone", "/skip"),)
    return (Button("button.skip", "/skip"),) if slot == "email" and booking.has_phone() else ()


def _summary(booking: Booking, knowledge: Knowledge) -> Say:
    nothing = knowledge.texts.get("booking.not_given")
    values = {
        "interest": interest_words(booking, knowledge),
        "name": booking.full_name or nothing,
        "visitor_phone": (booking.phone or {}).get("display") or nothing,
        "visitor_email": (booking.email or {}).get("address") or nothing,
        "time": time_words(booking.preferred_time, knowledge),
    }
    return Say("booking.summary", values)


def _consent(booking: Booking, knowledge: Knowledge) -> Say:
    channels = booking.offered_channels()
    return Say("booking.consent", {"channels": channel_words(channels, knowledge)}, consent_buttons(channels))


def consent_buttons(channels: tuple[str, ...]) -> tuple[Button, ...]:
    """Yes to all, yes to one, change, no."""
    single = (
        tuple(Button(f"button.consent_{c}", payload("affirm", channel=c)) for c in channels)
        if len(channels) > 1
        else ()
    )
    return (
        Button("button.consent_all", "/affirm"),
        *single,
        Button("button.change", "/change_detail"),
        Button("button.consent_no", "/deny"),
    )


def change_buttons() -> tuple[Button, ...]:
    """Which detail to change."""
    slots = ("full_name", "phone", "email", "preferred_time", "interest")
    return tuple(Button(f"button.detail.{slot}", payload("change_detail", detail=slot)) for slot in slots)


def why(slot: str) -> Say:
    """Why this is asked."""
    return Say(f"booking.why_{_WHY.get(slot, slot)}")


def not_usable(slot: str, booking: Booking, knowledge: Knowledge) -> Say:
    """The answer could not be read: the first time an example, from the second on also the ways out."""
    number = min(booking.failures(slot), 2)
    values = {"channels": channel_words(booking.offered_channels(), knowledge)} if slot == "consent" else {}
    ways = consent_buttons(booking.offered_channels()) if slot == "consent" else buttons(slot, booking, knowledge)
    required = "_required" if slot == "email" and not booking.has_phone() else ""
    return Say(
        f"booking.bad_{slot}{required}_{max(number, 1)}", values, ways if number < 2 else (*ways, PERSON, CANCEL)
    )


def wish_problem(wish: Wish, booking: Booking, knowledge: Knowledge) -> Say:
    """Why the time does not work, and what would."""
    more = buttons("preferred_time", booking, knowledge)
    ways = more if booking.failures("preferred_time") < 2 else (*more, PERSON, CANCEL)
    note = problem_note(wish)
    return Say(note["text_id"], note["values"], ways)


def problem_note(wish: Wish) -> dict[str, Any]:
    """Which text says what is wrong with the time, and its values."""
    if wish.problem != "closed" or wish.window is None:
        return {"text_id": f"booking.bad_time_{wish.problem}", "values": {}}
    first, last = wish.window
    return {
        "text_id": "booking.bad_time_closed_window",
        "values": {"first": clock_label(first), "last": clock_label(last)},
    }
