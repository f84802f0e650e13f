"""Card, social-security and Medicare numbers are masked; phones, dates, prices and times are not (safety.md H5)."""

import pytest

from desk.gateway.safety import mask


@pytest.mark.parametrize(
    ("text", "secret", "kind"),
    [
        ("my card 4111 1111 1111 1111 ok", "4111 1111 1111 1111", "card"),
        ("4111111111111111", "4111111111111111", "card"),
        ("4111-1111-1111-1111 exp 12/27 cvv 123", "4111-1111-1111-1111", "card"),
        ("378282246310005", "378282246310005", "card"),
        ("3782 822463 10005", "3782 822463 10005", "card"),
        ("5555.5555.5555.4444", "5555.5555.5555.4444", "card"),
        ("6011111111111117!", "6011111111111117", "card"),
        ("2223003122003222", "2223003122003222", "card"),
        ("4111 1111 1111 1111 12 27 123", "4111 1111 1111 1111", "card"),
        ("ssn 123-45-6789", "123-45-6789", "ssn"),
        ("123 45 6789", "123 45 6789", "ssn"),
        ("123.45.6789", "123.45.6789", "ssn"),
        ("my social is 123456789", "123456789", "ssn"),
        ("SSN: 123456789", "123456789", "ssn"),
        ("1EG4-TE5-MK73", "1EG4-TE5-MK73", "medicare"),
        ("1EG4TE5MK73", "1EG4TE5MK73", "medicare"),
        ("1eg4 te5 mk73", "1eg4 te5 mk73", "medicare"),
        (
            "\u0664\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661",
            "\u0664\u0661\u0661",
            "card",
        ),
    ],
)
def test_H5_a_secret_number_is_taken_out(text: str, secret: str, kind: str) -> None:
    masked = mask(text)
    assert secret not in masked.text
    assert masked.kinds == (kind,)


@pytest.mark.parametrize(
    "text",
    [
        "212-555-0147", "(212) 555-0147", "+1 212 555 0147", "12125550147", "212.555.0147", "2125550147 ext 12",
        "+44 20 7946 0958", "+52 1 55 5555 0147", "0044 20 7946 0958", "call 415-555-0147 or 415-555-0148",
        "$3,000-$15,000", "3000 to 15000 dollars", "2026-11-22 14:30", "11/22/2026", "22.11.2026", "10 to 60 ml",
        "30-150 nanometers", "tomorrow at 2:30", "C-7K3MQ2", "1234567812345678", "CD63, CD81, CD9", "10001-1234",
        "my number is 4155550147 10 30", "1EG4-TE5", "123456789",
    ],
)  # fmt: skip
def test_H5_other_numbers_stay(text: str) -> None:
    assert mask(text).text == text
    assert mask(text).kinds == ()


def test_H5_several_numbers_in_one_message_are_all_taken_out() -> None:
    masked = mask("card 4111 1111 1111 1111 and ssn 123-45-6789, phone 212-555-0147")
    assert masked.text == "card [card number removed] and ssn [ID number removed], phone 212-555-0147"
    assert masked.kinds == ("card", "ssn")
