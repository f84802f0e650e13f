"""The words people use for days and hours, in English and Spanish, as patterns. Lower-case text expected."""

from __future__ import annotations

import re

WEEKDAYS = {
    "monday": 0, "mon": 0, "lunes": 0,
    "tuesday": 1, "tues": 1, "tue": 1, "teusday": 1, "martes": 1,
    "wednesday": 2, "wed": 2, "wensday": 2, "wednsday": 2, "weds": 2, "miércoles": 2, "miercoles": 2,
    "thursday": 3, "thurs": 3, "thur": 3, "thu": 3, "jueves": 3,
    "friday": 4, "fri": 4, "viernes": 4,
    "saturday": 5, "sat": 5, "sábado": 5, "sabado": 5,
    "sunday": 6, "sun": 6, "domingo": 6,
}  # fmt: skip

MONTHS = {
    "january": 1, "jan": 1, "enero": 1, "february": 2, "feb": 2, "febrero": 2, "march": 3, "mar": 3, "marzo": 3,
    "april": 4, "apr": 4, "abril": 4, "may": 5, "mayo": 5, "june": 6, "jun": 6, "junio": 6, "july": 7, "jul": 7,
    "julio": 7, "august": 8, "aug": 8, "agosto": 8, "september": 9, "sept": 9, "sep": 9, "septiembre": 9,
    "october": 10, "oct": 10, "octubre": 10, "november": 11, "nov": 11, "noviembre": 11, "december": 12, "dec": 12,
    "diciembre": 12,
}  # fmt: skip

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "un": 1, "una": 1, "dos": 2, "tres": 3,
}  # fmt: skip

# Parts of the day as the hours they mean to a clinic: (first hour, last hour).
DAY_PARTS = {
    "early morning": (8, 10), "late morning": (10, 12), "morning": (9, 12), "mornings": (9, 12),
    "mañanas": (9, 12), "lunchtime": (12, 14), "lunch time": (12, 14), "lunch": (12, 14), "lunch break": (12, 14),
    "midday": (12, 13), "mediodía": (12, 13), "early afternoon": (12, 14), "late afternoon": (15, 18),
    "afternoon": (12, 17), "afternoons": (12, 17), "tarde": (12, 18), "tardes": (12, 18), "early evening": (17, 19),
    "evening": (17, 21), "evenings": (17, 21), "noche": (18, 21), "tonight": (17, 21), "night": (18, 21),
    "nights": (18, 21), "after work": (17, 21), "after hours": (18, 21), "after school": (15, 18),
    "the am": (9, 12), "pm": (12, 18),
}  # fmt: skip


def _any_of(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


WEEKDAY = _any_of(WEEKDAYS)
MONTH = _any_of(MONTHS)
NUMBER = rf"\d{{1,2}}|{_any_of(NUMBERS)}"
DAY_PART = _any_of(DAY_PARTS)

ASAP = re.compile(
    r"\b(?:as soon as (?:possible|you can|u can)|as early as (?:possible|you can)|a\.?s\.?a\.?p\b\.?|right away|"
    r"right now|immediately|soonest|"
    r"(?:the )?(?:earliest|first|next) (?:available|possible|opening|slot|appointment|you have)|"
    r"the sooner the better|lo antes posible|cuanto antes|ahora mismo|earliest)(?!\w)|^\W*(?:now|soon|ya|ahora)\W*$"
)
ANY = re.compile(
    r"\b(?:any ?time|any day|any time(?: is| of day)? (?:is )?(?:fine|ok|okay|good|works)|whenever|no preference|"
    r"(?:i'?m )?flexible|(?:it )?does ?n'?t matter|(?:i )?do ?n'?t (?:care|mind)|(?:it'?s )?up to you|you (?:choose|"
    r"pick|decide)|"
    r"don'?t know yet|not sure(?: yet)?|all day|cualquier (?:día|dia|hora|momento)|cuando (?:sea|quiera)|"
    r"me da igual|open schedule)(?!\w)"
)
