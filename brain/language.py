"""Guesses the language of a message, so that the bot can say in it that only English is spoken. Small on purpose."""

from __future__ import annotations

import re
import unicodedata

SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[\u0456\u0457\u0454\u0491]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("fa", re.compile(r"[\u067e\u0686\u0698\u06af]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
WORDS = {
    "es": "que el la los las una es por para con como cuanto cuesta cuestan donde hola gracias quiero puedo "
    "tiene tienen cual seguro precio celulas madre terapia mi yo muy pero esta estan hay duele sirve "
    "ayuda hablar cita espanol necesito del al y en se lo su si usted tratamiento exosomas cuando quien "
    "buenos buenas dias tardes me duelen",
    "fr": "que le la les des une est pour avec comment combien coute ou bonjour merci je veux puis vous avez "
    "quel quelle prix cellules souches therapie mon ma tres mais sont il elle et du au ce cette est-ce "
    "pas dans sur sans suis",
    "de": "was der die das ein eine ist fur mit wie viel kostet kosten wo hallo danke ich mochte kann haben sie "
    "welche preis stammzellen therapie mein sehr aber sind und nicht es zu auf von bei gibt schmerzen "
    "guten tag bitte wann",
    "pt": "que o os as uma e por para com como quanto custa custam onde ola obrigado obrigada quero posso tem "
    "voce qual preco celulas tronco terapia meu minha muito mas esta sao nao do da em no na dor "
    "tratamento bom dia isso",
    "it": "che il lo gli una e per con come quanto costa costano dove ciao grazie voglio posso avete quale "
    "prezzo cellule staminali terapia mio mia molto ma sono non di del della nel si buongiorno dolore "
    "trattamento vorrei sapere",
    "nl": "wat de het een is voor met hoe veel kost kosten waar hallo dank ik wil kan heeft u welke prijs "
    "stamcellen mijn zeer maar zijn en niet te op van bij graag behandeling pijn",
    "pl": "co jak ile kosztuje gdzie dzien dobry dziekuje chce moge jest czy nie tak komorki macierzyste "
    "terapia moj bardzo ale sa i na w z do prosze leczenie bol",
    "tr": "ne nasil kadar nerede merhaba tesekkurler istiyorum var mi bu bir ve icin kok hucre tedavi cok ama "
    "degil fiyat",
    "vi": "la gi bao nhieu o dau xin chao cam on toi muon co the khong te goc dieu tri gia va cho nay duoc",
    "tl": "ano paano magkano saan kumusta salamat gusto ko po ang ng sa mga ba hindi ito para may presyo",
}
ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "should",
        "how",
        "what",
        "when",
        "where",
        "why",
        "which",
        "who",
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "my",
        "your",
        "his",
        "her",
        "its",
        "our",
        "their",
        "this",
        "that",
        "these",
        "those",
        "and",
        "or",
        "but",
        "if",
        "of",
        "to",
        "in",
        "on",
        "for",
        "with",
        "about",
        "from",
        "at",
        "by",
        "not",
        "no",
        "yes",
        "please",
        "hello",
        "hi",
        "hey",
        "thanks",
        "thank",
        "much",
        "many",
        "long",
        "safe",
        "cost",
        "price",
        "cells",
        "stem",
        "treatment",
        "want",
        "need",
        "have",
        "has",
        "get",
        "am",
        "be",
        "been",
        "me",
        "us",
        "them",
        "there",
        "any",
        "some",
        "more",
    ]
)
LISTS = {language: frozenset(words.split()) for language, words in WORDS.items()}
MARKS = {
    "es": "ñ¿¡",
    "pt": "ãõ",
    "de": "ßäöü",
    "fr": "çœèêû",
    "pl": "łąęśżźń",
    "tr": "ığş",
    "vi": "ơưđạảấầẩậắằẵặẹẻẽếềểễệ",
}
FEWEST_WORDS = 2


def guess_language(text: str) -> str:
    """ISO 639-1 code; "en" unless the script or at least two function words say otherwise."""
    letters = sum(c.isalpha() for c in text)
    for language, letter in SCRIPTS:
        if letters and len(letter.findall(text)) / letters > 0.3:
            return language
    return _by_words(text.lower())


def _by_words(text: str) -> str:
    words = re.findall(r"[a-z]+", _unaccented(text))
    english = sum(word in ENGLISH for word in words)
    scores = {
        language: sum(word in known for word in words) + _marks(text, language) for language, known in LISTS.items()
    }
    best = max(scores, key=lambda language: scores[language])
    enough = scores[best] >= FEWEST_WORDS or (
        scores[best] >= 1 and len(words) <= 2 and not english and _marks(text, best)
    )
    return best if enough and scores[best] > 1.5 * english else "en"


def _marks(text: str, language: str) -> int:
    return min(2, sum(mark in text for mark in MARKS.get(language, "")))


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
