"""Phone numbers, e-mail addresses and names as people type them."""

from __future__ import annotations

import time

import pytest

from actions.booking.emails import find_email
from actions.booking.names import as_name, introduced
from actions.booking.phones import find_phone, region_of

US = ("US",)


@pytest.mark.parametrize(
    ("text", "e164", "extension"),
    [
        ("212-555-0147", "+12125550147", ""),
        ("(212) 555-0147 ext 12", "+12125550147", "12"),
        ("2125550147x9", "+12125550147", "9"),
        ("+1 (212) 555-0147, ext. 33", "+12125550147", "33"),
        ("+44 20 7946 0018", "+442079460018", ""),
        ("0044 20 7946 0018", "+442079460018", ""),
        ("44 20 7946 0018", "+442079460018", ""),
        ("+52 55 5555 0147", "+525555550147", ""),
        ("two one two five five five oh one four seven", "+12125550147", ""),
        ("call 2125550147 after 5", "+12125550147", ""),
        ("212 555 0147 no wait 212 555 0148", "+12125550148", ""),
    ],
)
def test_a_phone_number_is_read_in_any_shape(text: str, e164: str, extension: str) -> None:
    phone = find_phone(text, US)
    assert phone is not None
    assert (phone.e164, phone.extension, phone.problem) == (e164, extension, "")


@pytest.mark.parametrize(("text", "display"), [("1-800-FLOWERS", "(800) 356-9377"), ("212-GET-WELL", "(212) 438-9355")])
def test_letters_become_digits_and_are_told_apart(text: str, display: str) -> None:
    phone = find_phone(text, US)
    assert phone is not None
    assert phone.display == display
    assert phone.from_letters


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("555-0147", "no_area_code"),
        ("212 555 01", "too_short"),
        ("123456789012345", "too_long"),
        ("123-456-7890", "invalid"),
    ],
)
def test_a_number_that_cannot_be_called_says_what_is_wrong(text: str, problem: str) -> None:
    phone = find_phone(text, US)
    assert phone is not None
    assert (phone.e164, phone.problem) == ("", problem)


@pytest.mark.parametrize("text", ["John", "tomorrow 2-4pm", "12/03/2026", "$3,000", "10-60 ml", "20:30", "zip 10001"])
def test_other_digits_are_no_phone_number(text: str) -> None:
    assert find_phone(text, US) is None


def test_the_visitors_country_is_tried_after_the_clinics() -> None:
    assert region_of("en-GB", "US") == ("US", "GB")
    assert region_of("en-US", "US") == ("US",)
    assert region_of("en", "US") == ("US",)
    phone = find_phone("020 7946 0018", ("US", "GB"))
    assert phone is not None
    assert phone.e164 == "+442079460018"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ann@example.com", "ann@example.com"),
        ("my email is ann.lee+x@example.com.", "ann.lee+x@example.com"),
        ("<ann@example.com>", "ann@example.com"),
        ("ann at example dot com", "ann@example.com"),
        ("ann(at)example.com", "ann@example.com"),
        ("ANN@EXAMPLE.COM", "ANN@example.com"),
        ("josé@example.com", "josé@example.com"),
    ],
)
def test_an_email_address_is_read_in_any_shape(text: str, address: str) -> None:
    email = find_email(text)
    assert email is not None
    assert (email.address, email.problem) == (address, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("ann@example", "invalid"), ("ann@", "invalid"), ("anngmail.com", "no_at"), ("a..b@example.com", "invalid")],
)
def test_a_broken_email_address_says_what_is_wrong(text: str, problem: str) -> None:
    email = find_email(text)
    assert email is not None
    assert (email.address, email.problem) == ("", problem)


@pytest.mark.parametrize("text", ["meet me at noon", "no", "212-555-0147", ""])
def test_other_words_are_no_email_address(text: str) -> None:
    assert find_email(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Lee", "Ann Lee"),
        ("O'Brien-Núñez", "O'Brien-Núñez"),
        ("I am Siobhán O’Connor", "Siobhán O’Connor"),
        ("李小龍", "李小龍"),
        ("李", "李"),
        ("O", "O"),
        ("محمد علي", "محمد علي"),
        ("Nguyễn Thị Minh Khai", "Nguyễn Thị Minh Khai"),
        ("Jean-Luc de la Cruz", "Jean-Luc de la Cruz"),
        ("X Æ A-12", "X Æ A-12"),
        ("John Smith 3rd", "John Smith 3rd"),
        ("Hope Price", "Hope Price"),
        ("Will Call", "Will Call"),
        ("Price", "Price"),
        ("Do Kwon", "Do Kwon"),
        ("call me Bob", "Bob"),
        ("sure, it's Tom", "Tom"),
        ("this is Anna speaking", "Anna"),
        ("hi, I'm Mary Ann", "Mary Ann"),
        ("maria garcia lopez", "maria garcia lopez"),
        ("me llamo José", "José"),
    ],
)
def test_a_name_of_any_script_and_shape_is_a_name(text: str, name: str) -> None:
    assert as_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "how much is it", "is it safe", "will it hurt", "does it hurt", "why", "yes", "no", "ok", "thanks", "hello",
        "stop", "not telling you", "none of your business", "i want to book an appointment", "talk to a person",
        "later", "N/A", "12345", "😀", "lol", "", "???", "a" * 200, "good morning",
    ],
)  # fmt: skip
def test_a_question_or_a_chat_word_is_no_name(text: str) -> None:
    assert as_name(text) == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is ann lee", "ann lee"),
        ("my name's Bob Jones and my phone is", "Bob Jones"),
        ("name: Ada", "Ada"),
        ("my name is spelled Anne", "Anne"),
        ("it is safe", ""),
    ],
)
def test_an_introduction_gives_the_name_in_any_sentence(text: str, name: str) -> None:
    assert introduced(text) == name


NONSENSE = ["a@" * 3000, "1-" * 3000, "my name is " * 800, "(" * 6000, "one " * 3000, "a.b" * 3000]


@pytest.mark.parametrize("text", NONSENSE, ids=range(len(NONSENSE)))
def test_long_nonsense_is_read_quickly(text: str) -> None:
    begin = time.monotonic()
    find_phone(text, US)
    find_email(text)
    as_name(text)
    introduced(text)
    assert time.monotonic() - begin < 1.5
