"""Words, languages and question forms: the small deterministic readers."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from brain import logistic, steps
from brain.aliases import Alias, glued
from brain.beside import BesideNames
from brain.division import bare_points
from brain.domain_text import DomainReader
from brain.language import guess_language
from brain.lexicon import Lexicon, count_words, english_words
from brain.nearest import Nearest
from brain.ngrams import Ngrams, plain
from brain.policies import compiled, first_match
from brain.question_form import question_form
from brain.tidy import has_words, matching_text, tidy

WORDS = Lexicon(
    count_words(["how much is prp injection exosomes exosomes stem cells safety cost what is it " * 3]),
    {"stemcells": "stem cells"},
    frozenset({"injection", "safety", "cost", "patent", "hope", "price"}),
)


@pytest.mark.parametrize(
    ("word", "put_right"),
    [
        ("exozomes", "exosomes"),
        ("exosoems", "exosomes"),
        ("ijection", "injection"),
        ("stemcells", "stem cells"),
        ("stemcels", "stem cells"),
        ("howmuchisprp", "how much is prp"),
        ("csot", "cost"),
        ("hope", "hope"),
        ("okafor", "okafor"),
        ("patent", "patent"),
        ("ana", "ana"),
        ("xyzzyplugh", "xyzzyplugh"),
        ("z" * 200, "z" * 200),
    ],
)
def test_a_word_is_put_right_or_left_alone(word: str, put_right: str) -> None:
    assert WORDS.repaired(word) == put_right


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("HOW MUCH IS IT", "how much is it"),
        ("PRP", "PRP"),
        ("what\u200b is\u202e it", "what is it"),
        ("ｐｒｐ", "prp"),
        ("soooo good!!!", "soo good!"),
        ("one\n\n  two", "one\ntwo"),
        ("🙂", ""),
        ("see www.example.com/a now", "see now"),
    ],
)
def test_text_is_tidied(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


def test_matching_text_is_what_the_policies_expect() -> None:
    assert matching_text("Don’t  STOP\nnow") == "dont stop now"
    assert has_words("a?")
    assert not has_words("?!")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how much is prp", "en"),
        ("¿cuánto cuesta el tratamiento?", "es"),
        ("hola", "en"),
        ("combien coute la therapie avec les cellules souches", "fr"),
        ("was kostet die behandlung mit stammzellen", "de"),
        ("quanto custa o tratamento com células tronco", "pt"),
        ("quanto costa la terapia con le cellule staminali", "it"),
        ("сколько стоит лечение", "ru"),
        ("多少钱", "zh"),
        ("いくらですか", "ja"),
        ("얼마예요", "ko"),
        ("كم سعر العلاج", "ar"),
        ("कितना खर्च है", "hi"),
        ("điều trị giá bao nhiêu", "vi"),
        ("Maria de la Cruz", "en"),
        ("is prp safe for my knee?", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_guessed(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("is prp safe", "yes_no"),
        ("how much does it cost", "how_much"),
        ("quick question - how long do they last?", "how_long"),
        ("which one is better", "which"),
        ("what are exosomes", "what_is"),
        ("can you tell me what exosomes are", "what_is"),
        ("why is that", "why"),
        ("how do they work", "how"),
        ("exosomes are fda approved, right?", "leading"),
        ("isn't it safe", "leading"),
        ("tell me about prp", "what_is"),
        ("i have knee pain", "statement"),
        ("price", "how_much"),
    ],
)
def test_the_form_of_a_question(text: str, form: str) -> None:
    assert question_form(text) == form


def test_ngrams_are_those_of_scikit_learn() -> None:
    texts = [
        "how much is prp",
        "is it safe? really?",
        "what are exosomes, 50 or 120 nm",
        "a",
        "?",
        "do  stem  cells hurt",
    ] * 2
    rows = [plain(text) for text in texts]
    words = TfidfVectorizer(analyzer="word", token_pattern=r"\b\w+\b|[?]", ngram_range=(1, 2), min_df=2)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), min_df=2)
    theirs = [each.fit_transform(rows).toarray() for each in (words, characters)]
    ngrams, rows = Ngrams.fit(texts)
    assert np.allclose(rows.toarray(), np.hstack(theirs), atol=1e-6)
    assert np.allclose(ngrams.transform(texts).toarray(), np.hstack(theirs), atol=1e-6)


def test_the_regression_is_that_of_scikit_learn() -> None:
    texts = ["how much", "price please", "cost of it", "is it safe", "any risk", "risks of it", "hello", "hi there"] * 2
    labels = ["cost"] * 3 + ["safety"] * 3 + ["greet"] * 2
    labels = labels * 2
    sparse, dense = Ngrams.fit(texts)[1], np.random.default_rng(1).normal(size=(16, 5)).astype(np.float32)
    names, weights, bias = logistic.fit(dense, sparse, labels, 1.0)
    features = np.hstack([dense, sparse.toarray()])
    theirs = LogisticRegression(C=1.0, class_weight="balanced", max_iter=500, tol=1e-8).fit(features, labels)
    scores = features @ weights + bias
    ours = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert names == theirs.classes_.tolist()
    assert np.allclose(ours, theirs.predict_proba(features), atol=0.01)


def test_learning_in_steps_tells_labels_apart_and_is_repeatable() -> None:
    texts = ["how much", "price please", "cost of it", "is it safe", "any risk", "risks of it", "hello", "hi there"] * 2
    labels = (["cost"] * 3 + ["safety"] * 3 + ["greet"] * 2) * 2
    sparse, dense = Ngrams.fit(texts)[1], np.random.default_rng(1).normal(size=(16, 5)).astype(np.float32)
    pace = steps.Pace(rate=0.5, rounds=20)
    names, weights, bias = steps.fit(dense, sparse, labels, pace)
    scores = np.hstack([dense, sparse.toarray()]) @ weights + bias
    assert [names[best] for best in scores.argmax(axis=1)] == labels
    assert np.array_equal(steps.fit(dense, sparse, labels, pace)[1], weights)


def test_those_that_come_near_are_found_exactly() -> None:
    random = np.random.default_rng(3)
    directions = random.normal(size=(20, 384))
    held = random.normal(size=(500, 20)) @ directions + 0.05 * random.normal(size=(500, 384))
    held = (held / np.linalg.norm(held, axis=1, keepdims=True)).astype(np.float32)
    asked = held[:3]
    exact, found = asked @ held.T, Nearest(held).cosines(asked)
    for row, true in zip(found, exact, strict=True):
        best = np.argsort(-true)[:10]
        assert np.allclose(row[best], true[best], atol=1e-5)
        assert np.argsort(-row)[:10].tolist() == best.tolist()
    assert np.allclose(Nearest(held[:5]).cosines(asked), asked @ held[:5].T, atol=1e-5)


def test_names_of_several_words_are_also_known_as_one() -> None:
    found = [
        Alias("treatment", "stem_cells", "stem cells"),
        Alias("aspect", "cost", "how much"),
        Alias("treatment", "prp", "prp"),
    ]
    assert glued(found) == {"stemcells": "stem cells"}


def test_only_whole_words_of_a_vocabulary_are_english() -> None:
    found = english_words(["the", "##ing", "[CLS]", "a", "cell", "5"])
    assert {"the", "cell"} <= found
    assert not {"##ing", "[CLS]", "a", "5", "exozome"} & found


@pytest.mark.parametrize("word", ["secrete", "bluntness", "donating"])
def test_a_rarer_english_word_is_left_as_it_is(word: str) -> None:
    assert WORDS.repaired(word) == word


def test_patterns_use_their_word_groups_and_the_first_one_wins() -> None:
    policy = {
        "words": {"body": "knee|{limb}", "limb": "arm|leg"},
        "patterns": [
            {"kind": "one", "any": [r"\bmy {body}\b"], "unless": [r"friend"]},
            {"kind": "two", "any": [r"leg{1,2}"]},
        ],
    }
    patterns = compiled(policy, "patterns", "kind")
    assert first_match(patterns, "It's My LEG") == "one"
    assert first_match(patterns, "my friend's my leg") == "two"
    assert first_match(patterns, "nothing") is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("cells or exosomes?", "stem cells or exosomes?"),
        ("which is safer, the cells or the exosomes", "which is safer, the stem cells or the exosomes"),
        ("are exosomes smaller than cells", "are exosomes smaller than stem cells"),
        ("exosomes vs. platelets", "exosomes vs. prp"),
        ("how big is a platelet, compared to the exosomes", "how big is a prp, compared to the exosomes"),
        ("do blood cells and exosomes differ", "do blood cells and exosomes differ"),
        ("stem cells or exosomes", "stem cells or exosomes"),
        ("how many cells do exosomes come from", "how many cells do exosomes come from"),
    ],
)
def test_some_words_mean_a_treatment_beside_the_name_of_another(said: str, read: str) -> None:
    names = ["exosomes", "stem cells", "prp"]
    assert BesideNames({"cells": "stem cells", "platelets": "prp", "platelet": "prp"}, names).put(said) == read


@pytest.mark.parametrize(
    "said", ["compare prp (PRP) and exosomes", "prp injections and exosomes treatment", "prp & exosomes"]
)
def test_what_is_joined_as_names_is_not_divided(said: str) -> None:
    patterns = [{"label": "treatment", "pattern": name, "id": name} for name in ("exosomes", "prp")]
    reader = DomainReader(patterns, WORDS, {"exosomes": "exosomes", "prp": "prp"}, {}, {})
    assert len(reader.read(said).clauses) == 1


@pytest.mark.parametrize(
    ("said", "points"),
    [("exosomes price, safety, fda?", {0, 1, 2}), ("exosomes price, is it safe", set()), ("price, cost", set())],
)
def test_a_list_of_bare_points_is_several_wishes(said: str, points: set[int]) -> None:
    names = (
        ("treatment", "exosomes"),
        ("aspect", "price"),
        ("aspect", "cost"),
        ("aspect", "safety"),
        ("aspect", "fda"),
    )
    ids = {"price": "cost", "fda": "regulation"}
    patterns = [{"label": kind, "pattern": name, "id": ids.get(name, name)} for kind, name in names]
    text = DomainReader(patterns, WORDS, {"exosomes": "exosomes"}, {}, {}).read(said)
    assert bare_points(text, text.clauses) == points


def test_a_hint_means_its_treatment_only_where_none_is_named() -> None:
    patterns = [
        {"label": "treatment", "pattern": "exosomes", "id": "exosomes"},
        {"label": "treatment", "pattern": "msc", "id": "stem_cells"},
        {"label": "hint", "pattern": "own blood", "id": "prp"},
    ]
    names = {"exosomes": "exosomes", "stem_cells": "stem cells", "prp": "prp"}
    reader = DomainReader(patterns, WORDS, names, {"msc": "mesenchymal stem cells"}, {})
    assert reader.read("is it made from own blood").values("treatment") == ["prp"]
    assert reader.read("are exosomes from own blood").values("treatment") == ["exosomes"]
    assert reader.plain("what is msc") == "what is mesenchymal stem cells"
