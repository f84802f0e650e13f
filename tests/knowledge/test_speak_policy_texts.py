"""What is said word for word."""

from __future__ import annotations

import re

import pytest

import knowledge

DANGER = ["emergency", "emergency_stay", "crisis", "crisis_stay", "safe_again"]
CONTRACT = """
greeting greeting_emergency_line disclaimer footer emergency emergency_stay crisis crisis_stay safe_again
not_covered.condition not_covered.generic not_covered.prp_price clarify.treatment clarify.topic fallback fallback_again
side_effect_report bot_identity capabilities greet goodbye thanks how_are_you complaint insult smalltalk compliment
out_of_scope other_language ask_emergency_info handoff_offer handoff_done handoff_failed booking.ask_interest
booking.ask_name booking.ask_phone booking.ask_email booking.ask_time booking.summary booking.consent booking.why_name
booking.why_phone booking.why_email booking.why_time booking.why_consent booking.cancelled booking.confirmed
booking.failed booking.no_consent booking.already_booked booking.resumed privacy.delete privacy.access privacy.who_sees
privacy.no_sharing privacy.record_lookup stop_contact.done stop_contact.failed brain_down brain_slow masked_notice
too_long empty emoji_only staff_takeover staff_left choose_tail general_comparison leading_correction.guarantee
""".split()
ADVICE = "diagnosis labs dose medication pregnancy cancer minor candidacy self_injection forgo other".split()


class AnyValue(dict):
    """Has a value for every name."""

    def __missing__(self, key: str) -> str:
        return f"<{key}>"


def wordings(base: knowledge.Knowledge) -> list[tuple[str, str, str]]:
    """Every wording as it is read, with made-up values for the caller's placeholders."""
    known = AnyValue(base.clinic.placeholders())
    texts = [base.texts.text(text_id) for text_id in base.texts]
    return [(text.id, lang, wording.format_map(known)) for text in texts for lang, wording in text.wordings.items()]


@pytest.mark.parametrize("text_id", CONTRACT)
def test_every_text_the_product_needs_is_there(base: knowledge.Knowledge, text_id: str) -> None:
    assert text_id in base.texts


def test_every_not_covered_aspect_and_every_refusal_has_a_text(base: knowledge.Knowledge) -> None:
    for aspect in base.aspects.values():
        if aspect.group == "not_covered":
            assert f"not_covered.{aspect.id}" in base.texts
    for kind in ADVICE:
        assert f"refusal.{kind}" in base.texts


@pytest.mark.parametrize("text_id", DANGER)
def test_danger_texts_exist_in_spanish(base: knowledge.Knowledge, text_id: str) -> None:
    assert {"en", "es"} <= set(base.texts.languages(text_id))


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text_id", ["emergency", "emergency_stay"])
def test_e2_an_emergency_text_opens_with_the_call(base: knowledge.Knowledge, text_id: str, lang: str) -> None:
    first = re.split(r"(?<=\.)\s", base.texts.get(text_id, lang))[0]
    assert "911" in first
    assert re.search(r"emergency number|número de emergencias", first)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text_id", ["crisis", "crisis_stay"])
def test_s2_a_crisis_text_gives_988_in_its_first_two_sentences(
    base: knowledge.Knowledge, text_id: str, lang: str
) -> None:
    text = base.texts.get(text_id, lang)
    assert "988" in " ".join(re.split(r"(?<=\.)\s", text)[:2])
    assert "911" in text
    if lang == "es":
        assert "oprima 2" in text
        assert "AYUDA" in text


@pytest.mark.parametrize("text_id", DANGER)
def test_e2_s3_a_danger_text_sells_books_and_soothes_nothing(base: knowledge.Knowledge, text_id: str) -> None:
    for lang in base.texts.languages(text_id):
        text = base.texts.get(text_id, lang).lower()
        assert not re.search(r"\$|book|appointment|consultation|do not worry|probably|normal|cita|consulta", text)
        assert base.clinic.phone not in text


def test_i1_e10_the_greeting_says_automated_and_where_to_turn(base: knowledge.Knowledge) -> None:
    assert "automated assistant" in base.texts.get("greeting")
    assert "not a person" in base.texts.get("greeting")
    assert "911" in base.texts.get("greeting_emergency_line")
    assert "911" in base.texts.get("footer")


@pytest.mark.parametrize("text_id", ["fallback", "fallback_again", "brain_down", "brain_slow", "error", "too_long"])
def test_e8_not_understood_and_failed_replies_carry_the_emergency_line(base: knowledge.Knowledge, text_id: str) -> None:
    assert "911" in base.texts.get(text_id)


def test_other_languages_name_phone_and_emergency_number(base: knowledge.Knowledge) -> None:
    languages = base.texts.languages("other_language")
    assert {"es", "fr", "de", "pt", "it", "zh", "ja", "ko", "ru", "ar", "vi", "tl"} <= set(languages)
    for lang in languages:
        text = base.texts.get("other_language", lang)
        assert base.clinic.phone in text
        assert "911" in text


def test_k1_the_consent_names_all_it_must(base: knowledge.Knowledge) -> None:
    text = base.texts.get("booking.consent", channels="phone call or e-mail")
    for words in (base.clinic.name, "consultation request", "phone call or e-mail", "three times", "not a condition"):
        assert words in text
    for words in ("withdraw", "STOP", base.clinic.phone, base.clinic.privacy_url):
        assert words in text
    assert re.fullmatch(r"\d{4}-\d{2}\.\d+", base.texts.version("booking.consent"))


@pytest.mark.parametrize(
    ("text_id", "referral"),
    [
        ("refusal.diagnosis", "doctor"),
        ("refusal.labs", "doctor"),
        ("refusal.dose", "provider"),
        ("refusal.medication", "pharmacist"),
        ("refusal.pregnancy", "doctor"),
        ("refusal.cancer", "oncologist"),
        ("refusal.minor", "parent or guardian"),
        ("refusal.candidacy", "provider"),
        ("refusal.self_injection", "licensed provider"),
        ("refusal.forgo", "doctor"),
        ("refusal.other", "doctor"),
    ],
)
def test_a1_a_refusal_refuses_first_and_refers(base: knowledge.Knowledge, text_id: str, referral: str) -> None:
    text = base.texts.get(text_id)
    assert re.search(r"cannot|do not", re.split(r"(?<=\.)\s", text)[0])
    assert referral in text


def test_a5_h10_no_text_speaks_as_a_clinician_or_wears_a_badge(base: knowledge.Knowledge) -> None:
    for text_id, _, text in wordings(base):
        assert not re.search(r"\bDr\b|\bnurse\b|HIPAA|our doctors?|I diagnose|as a doctor", text), text_id


def test_no_text_opens_with_agreement_or_is_long(base: knowledge.Knowledge) -> None:
    for text_id, lang, text in wordings(base):
        if not text_id.startswith("button."):
            assert not re.match(r"(?i)(?:yes|sí)\b", text), text_id
        assert len(text.split()) <= 75, (text_id, lang)


def test_values_are_put_in_as_they_are(base: knowledge.Knowledge) -> None:
    assert "{phone} {0} %s" in base.texts.get("booking.thanks_name", name="{phone} {0} %s")


def test_a_missing_value_is_named(base: knowledge.Knowledge) -> None:
    with pytest.raises(KeyError, match="needs a value for name"):
        base.texts.get("booking.thanks_name")


def test_an_unknown_text_is_named(base: knowledge.Knowledge) -> None:
    with pytest.raises(KeyError, match=r'no policy text "booking\.nothing"'):
        base.texts.get("booking.nothing")


def test_a_language_that_a_text_lacks_falls_back_to_english(base: knowledge.Knowledge) -> None:
    assert base.texts.get("greet", "fr") == base.texts.get("greet")


def test_the_texts_can_be_counted_and_walked(base: knowledge.Knowledge) -> None:
    assert len(base.texts) == len(list(base.texts)) > 200
