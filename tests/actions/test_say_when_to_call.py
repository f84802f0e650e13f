"""Preferred times in visitors' words, read on Monday 2026-11-23 10:00 in New York."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.booking.times import Wish, call_hours, describe, read_wish, zone_or
from knowledge import Knowledge
from tests.actions.visitor import MONDAY, ZONE


def read(text: str, kb: Knowledge, zone: str = ZONE, *, day_first: bool = False) -> Wish:
    wish = read_wish(text, MONDAY, zone, kb.clinic, day_first=day_first)
    assert wish is not None, text
    return wish


def span(wish: Wish) -> tuple[str, str]:
    assert wish.start
    assert wish.end
    return f"{wish.start:%m-%d %H:%M}", f"{wish.end:%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("after 5pm next Tuesday", "12-01 17:00", "12-01 18:00"),
        ("tomorrow after 5", "11-24 17:00", "11-24 18:00"),
        ("tmrw morning", "11-24 09:00", "11-24 12:00"),
        ("mañana", "11-24 09:00", "11-24 18:00"),
        ("mañana por la mañana", "11-24 09:00", "11-24 12:00"),
        ("mañana a las 5 de la tarde", "11-24 17:00", "11-24 17:00"),
        ("pasado mañana después de las 3", "11-25 15:00", "11-25 18:00"),
        ("el próximo martes", "12-01 09:00", "12-01 18:00"),
        ("next week sometime", "11-30 09:00", "12-05 14:00"),
        ("Mon-Fri 2-4pm", "11-23 14:00", "11-27 16:00"),
        ("weekdays between 10 and noon", "11-23 10:00", "11-30 12:00"),
        ("this afternoon", "11-23 12:00", "11-23 17:00"),
        ("December 3rd at 5:30 pm", "12-03 17:30", "12-03 17:30"),
        ("3 de diciembre", "12-03 09:00", "12-03 18:00"),
        ("12/3", "12-03 09:00", "12-03 18:00"),
        ("2026-12-03 14:00", "12-03 14:00", "12-03 14:00"),
        ("the 15th", "12-15 09:00", "12-15 18:00"),
        ("Wednesday half past three", "11-25 15:30", "11-25 15:30"),
        ("5ish tomorrow", "11-24 17:00", "11-24 17:00"),
        ("not before 4 on friday", "11-27 16:00", "11-27 18:00"),
        ("friday before noon", "11-27 09:00", "11-27 12:00"),
        ("Friday 5-6", "11-27 17:00", "11-27 18:00"),
        ("Dec 3, 2 to 4", "12-03 14:00", "12-03 16:00"),
        ("in 3 days at noon", "11-26 12:00", "11-26 12:00"),
        ("in two weeks", "12-07 09:00", "12-09 18:00"),
        ("a week from tuesday", "12-01 09:00", "12-01 18:00"),
        ("this weekend", "11-28 10:00", "11-28 14:00"),
        ("noon", "11-23 12:00", "11-23 12:00"),
        ("evenings", "11-23 17:00", "11-27 18:00"),
        ("monday at 9", "11-30 09:00", "11-30 09:00"),
        ("tues or wed pm", "11-24 12:00", "11-25 18:00"),
        ("in an hour", "11-23 11:00", "11-23 11:00"),
        ("in 30 minutes", "11-23 10:30", "11-23 10:30"),
        ("I work until 5 so any time after that, tomorrow", "11-24 17:00", "11-24 18:00"),
        ("weekends only", "11-28 10:00", "11-28 14:00"),
    ],
)
def test_a_wish_becomes_a_window_in_the_hours_that_we_call(words: str, start: str, end: str, kb: Knowledge) -> None:
    wish = read(words, kb)
    assert wish.problem == ""
    assert span(wish) == (start, end)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("yesterday", "past"),
        ("last tuesday", "past"),
        ("today at 9am", "past"),
        ("1/2/2025", "past"),
        ("Feb 30", "impossible"),
        ("31 November", "impossible"),
        ("January 5 2028", "too_far"),
        ("3am tomorrow", "closed"),
        ("after 7pm", "closed"),
        ("sunday", "closed"),
        ("saturday at 4pm", "closed"),
    ],
)
def test_a_time_that_cannot_be_says_why(words: str, problem: str, kb: Knowledge) -> None:
    assert read(words, kb).problem == problem


@pytest.mark.parametrize(
    "words", ["ASAP", "as soon as possible", "now", "first available", "as early as possible", "cuanto antes"]
)
def test_soon_is_a_wish_of_its_own(words: str, kb: Knowledge) -> None:
    assert read(words, kb).kind == "asap"


@pytest.mark.parametrize("words", ["any time", "whenever works", "I don't care", "up to you", "cualquier hora"])
def test_any_time_is_a_wish_of_its_own(words: str, kb: Knowledge) -> None:
    assert read(words, kb).kind == "any"


@pytest.mark.parametrize(
    "words",
    ["John Smith", "how much is it", "212-555-0147", "I'm 45 years old", "5", "Will May", "10 to 60 milliliters", ""],
)
def test_other_words_are_no_time(words: str, kb: Knowledge) -> None:
    wish = read_wish(words, MONDAY, ZONE, kb.clinic)
    assert wish is None or wish.kind != "window" or wish.problem


def test_the_visitors_own_time_zone_counts(kb: Knowledge) -> None:
    wish = read("tomorrow at 10 am", kb, "America/Los_Angeles")
    assert wish.start == datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


def test_afternoon_in_california_is_after_hours_in_new_york(kb: Knowledge) -> None:
    wish = read("tomorrow after 4pm", kb, "America/Los_Angeles")
    assert wish.problem == "closed"
    assert wish.window is not None
    assert f"{wish.window[0]:%H:%M}-{wish.window[1]:%H:%M}" == "09:00-15:00"


def test_no_call_hours_lie_outside_the_window_of_the_person_called(kb: Knowledge) -> None:
    for zone in ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "Europe/London"):
        for day in range(7):
            hours = call_hours(MONDAY.date() + timedelta(days=day), zone, kb.clinic)
            if hours:
                assert kb.clinic.calling_window.start <= hours[0] < hours[1] <= kb.clinic.calling_window.end


def test_a_numeric_date_is_read_as_the_visitors_country_writes_it(kb: Knowledge) -> None:
    assert span(read("3/12", kb, day_first=True))[0].startswith("12-03")


def test_days_with_gaps_keep_the_visitors_words(kb: Knowledge) -> None:
    wish = read("tuesday or thursday afternoon", kb)
    assert describe(wish.as_slot()) == "tuesday or thursday afternoon"


@pytest.mark.parametrize("words", ["not mondays", "any day except friday", "no Tuesdays please"])
def test_a_day_ruled_out_keeps_the_visitors_words(words: str, kb: Knowledge) -> None:
    assert describe(read(words, kb).as_slot()) == words


def test_hours_on_several_days_keep_the_visitors_words_and_name_the_days(kb: Knowledge) -> None:
    assert describe(read("mon-sat after 11", kb).as_slot()) == (
        "mon-sat after 11 (Monday, November 23 to Saturday, November 28)"
    )


def test_the_date_is_spelled_out_for_checking(kb: Knowledge) -> None:
    assert describe(read("tomorrow after 5", kb).as_slot()) == (
        "Tuesday, November 24, 5:00 PM to 6:00 PM (New York time)"
    )


def test_an_unknown_time_zone_falls_back_to_the_clinics() -> None:
    assert zone_or("Mars/Olympus", ZONE) == ZONE
    assert zone_or(None, ZONE) == ZONE
    assert zone_or("Europe/Madrid", ZONE) == "Europe/Madrid"


NONSENSE = ["9" * 5000, "after " * 2000, "monday " * 1500, "((((" * 2000, "1/1/" * 2000]


@pytest.mark.parametrize("words", NONSENSE, ids=range(len(NONSENSE)))
def test_long_nonsense_is_read_quickly(words: str, kb: Knowledge) -> None:
    begin = datetime.now(tz=ZoneInfo("UTC"))
    read_wish(words, MONDAY, ZONE, kb.clinic)
    assert (datetime.now(tz=ZoneInfo("UTC")) - begin).total_seconds() < 1.5
