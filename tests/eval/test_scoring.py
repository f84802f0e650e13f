"""The scorer itself: what counts as right, as wrong and as merely unknown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.eval import figures, floor, hint3, metrics, report, stock
from tests.eval.__main__ import main
from tests.eval.answers import AnswerKey
from tests.eval.assistant import NoModelError, Turn, newest_model
from tests.eval.calibration import expected_error, reliability
from tests.eval.judge import judge
from tests.eval.questions import Expectation, Question


def fact(fact_id: str, aspect: str, treatments: tuple[str, ...] = ("exosomes",), **more):
    empty = {"also_aspects": (), "conditions": (), "shown_with": (), "kind": "fact", "topic": "exosomes"}
    return SimpleNamespace(id=fact_id, aspect=aspect, treatments=treatments, **{**empty, **more})


FACTS = {
    item.id: item
    for item in (
        fact("exosomes.size", "size"),
        fact("exosomes.size-in-words", "size"),
        fact("exosomes.price", "cost", shown_with=("exosomes.price-note",)),
        fact("exosomes.price-note", "regulation"),
        fact("stem_cells.price", "cost", ("stem_cells",)),
    )
}
KEY = AnswerKey(
    {"size": ["exosomes.size"], "price": ["exosomes.price"], "sc-price": ["stem_cells.price"], "all": ["*"]}, FACTS
)
SIZE = Expectation(("answer",), (("size",),))
SILENT = Expectation(("not_covered",), about="pain")


def turn(behaviour: str = "answer", *facts: str, intent: str = "ask_size", **more) -> Turn:
    parse = {"intent": {"name": intent, "confidence": 0.8}, "reading": {"parts": []}}
    plain = Turn("how big?", parse, behaviour, (behaviour,), facts)
    return replace(plain, **more)


def question(*wishes: Expectation, form: str = "single") -> Question:
    return Question("size-001", "exosomes", form, ("how big?",), wishes, "tuning")


def verdict(reply: Turn, *wishes: Expectation, form: str = "single"):
    return judge(question(*wishes, form=form), (reply,), KEY)


def test_the_fact_that_answers_is_right() -> None:
    assert verdict(turn("answer", "exosomes.size"), SIZE).right


def test_another_fact_is_wrong_and_not_only_missing() -> None:
    found = verdict(turn("answer", "exosomes.price"), SIZE)
    assert not found.right
    assert found.wrong_facts == ("exosomes.price",)


def test_saying_that_it_is_unknown_is_missing_but_not_wrong() -> None:
    found = verdict(turn("fallback"), SIZE)
    assert not found.right
    assert found.wrong_facts == ()


def test_a_stray_fact_beside_the_right_one_is_wrong() -> None:
    found = verdict(turn("answer", "exosomes.size", "stem_cells.price"), SIZE)
    assert found.right
    assert found.wrong_facts == ("stem_cells.price",)


def test_facts_that_belong_to_the_right_one_are_not_stray() -> None:
    same_subject = turn("answer", "exosomes.size", "exosomes.size-in-words")
    assert verdict(same_subject, SIZE).wrong_facts == ()
    pair = turn("answer", "exosomes.price", "exosomes.price-note")
    assert verdict(pair, Expectation(("answer",), (("price",),))).wrong_facts == ()


def test_every_set_of_an_alternative_must_be_served() -> None:
    both = Expectation(("answer",), (("price", "sc-price"),))
    assert not verdict(turn("answer", "exosomes.price"), both).right
    assert verdict(turn("answer", "exosomes.price", "stem_cells.price"), both).right


def test_a_fact_where_the_articles_are_silent_is_wrong() -> None:
    found = verdict(turn("answer", "exosomes.size"), SILENT)
    assert not found.right
    assert found.wrong_facts == ("exosomes.size",)
    assert metrics.measure([found])["not_covered_with_fact"].percent == 100


def test_the_right_fact_after_saying_what_is_not_covered_serves_as_well() -> None:
    reply = turn("not_covered", "exosomes.size", kinds=("not_covered", "answer"))
    assert verdict(reply, SIZE).right
    assert verdict(reply, SILENT).wrong_facts == ()
    assert verdict(turn("not_covered", "exosomes.price"), SIZE).wrong_facts == ("exosomes.price",)


def test_every_wish_of_a_message_must_be_served() -> None:
    visit = Expectation(("question",))
    reply = turn("answer", "exosomes.size", kinds=("answer", "disclaimer"))
    assert verdict(reply, SIZE, visit, form="multi").missed == (1,)
    assert verdict(replace(reply, booking=True), SIZE, visit, form="multi").right


def test_a_reply_of_the_right_kind_for_another_intent_is_not_right() -> None:
    robot = Expectation(("smalltalk",), intents=("bot_challenge",))
    assert not verdict(turn("smalltalk", intent="greet"), robot).right
    assert verdict(turn("smalltalk", intent="bot_challenge"), robot).right


def test_more_means_new_facts_and_again_means_the_same() -> None:
    before = turn("answer", "exosomes.size", offered=("/ask_x", '/ask_y{"fact": "exosomes.price"}'))
    for relation, facts, right in (
        ("more", ("exosomes.size-in-words",), True),
        ("more", ("exosomes.size",), False),
        ("repeat", ("exosomes.size",), True),
        ("second", ("exosomes.price",), True),
        ("second", ("exosomes.size",), False),
    ):
        wish = Expectation(("answer",), relation=relation)
        assert judge(question(wish, form="dialogue"), (before, turn("answer", *facts)), KEY).right is right


def test_the_intents_of_a_question_follow_from_its_facts() -> None:
    assert verdict(turn("answer", "exosomes.size"), SIZE).intent_right
    assert verdict(turn("answer", "exosomes.size", intent="ask_cost"), SIZE).intent_right is False
    assert verdict(turn("answer"), Expectation(("answer",), (("all",),))).intent_right is None


def test_an_interval_widens_with_fewer_questions() -> None:
    few, many = metrics.Share(9, 10).interval(), metrics.Share(900, 1000).interval()
    assert few[0] < many[0] < 90 < many[1] < few[1]


def test_confidence_that_tells_the_truth_has_no_calibration_error() -> None:
    honest = reliability([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    assert expected_error(honest) == pytest.approx(0)
    assert expected_error(reliability([(0.95, False)])) == pytest.approx(0.95)


def test_the_floor_names_what_fell_under_it() -> None:
    measures = {"right_facts": metrics.Share(9, 10), "wrong_facts": metrics.Share(1, 10)}
    limits = {"at_least": {"right_facts": 93}, "at_most": {"wrong_facts": 2}}
    assert [breach.split(" is ")[0] for breach in floor.breaches(measures, limits)] == ["right_facts", "wrong_facts"]


def test_the_tables_show_both_parts_and_the_stock_pipeline() -> None:
    verdicts = [verdict(turn("answer", "exosomes.size"), SIZE), verdict(turn("answer", "exosomes.price"), SIZE)]
    beside = stock.Stock({"how big?": ("ask_size", 0.9)}, current=False, measured="2026-11-22")
    text = report.measures_table({"tuning": verdicts, "test": verdicts}, beside)
    assert "tuning" in text
    assert "stock rasa init" in text
    assert "data of 2026-11-22" in text
    assert "size-001" in report.failures(verdicts)
    assert "how big?" not in str(report.as_json({"test": verdicts}, beside, {}))


def test_a_wrong_fact_of_the_right_topic_is_not_on_the_diagonal() -> None:
    verdicts = [verdict(turn("answer", shown), SIZE) for shown in ("exosomes.size", "exosomes.price")]
    verdicts.append(verdict(turn("fallback"), SIZE))
    counts = metrics.confusion(verdicts, lambda _: "exosomes")
    assert set(counts) == {
        ("exosomes", "exosomes"),
        ("exosomes", "(wrong fact, same topic)"),
        ("exosomes", "(fallback)"),
    }


def test_the_pictures_are_written(tmp_path) -> None:
    figures.confusion_picture(Counter({("cost", "cost"): 3, ("cost", "(fallback)"): 1}), tmp_path / "confusion.png")
    figures.reliability_picture(reliability([(0.4, True)]), tmp_path / "reliability.png")
    assert all((tmp_path / name).stat().st_size > 1000 for name in ("confusion.png", "reliability.png"))


def test_the_public_sets_are_scored_as_in_the_paper() -> None:
    labels = ["PRICE", "PRICE", hint3.NOWHERE, hint3.NOWHERE]
    result = hint3.score("toy", labels, [("PRICE", 0.9), ("SIZE", 0.8), ("PRICE", 0.3), ("PRICE", 0.7)])
    assert result.in_scope_at_01 == 0.5
    assert result.out_of_scope_at_05 == 0.5
    assert result.auroc == 1.0


def test_without_the_public_sets_it_says_where_to_get_them(capsys) -> None:
    assert main(["--public", "no-such-folder"]) == 1
    assert "HINT3" in capsys.readouterr().err


def test_public_sets_that_are_not_complete_are_named(tmp_path) -> None:
    with pytest.raises(hint3.PublicSetsError, match=r"sofmattress_test\.csv is missing"):
        hint3.check(tmp_path)


def test_the_stock_result_is_kept_with_the_hash_of_the_training_data(tmp_path, monkeypatch) -> None:
    data, kept = tmp_path / "nlu.yml", tmp_path / "stock.json"
    data.write_text("nlu: []")
    assert stock.stored(["hi"], kept, data) is None
    asked = []
    monkeypatch.setattr(stock, "read_in_own_process", lambda _, texts: asked.append(texts) or {"hi": ["greet", 0.9]})
    for _ in range(2):
        found = stock.measure(["hi"], tmp_path / "cache", data, kept)
        assert (found.intents, found.current) == ({"hi": ("greet", 0.9)}, True)
    assert asked == [["hi"]]
    data.write_text("nlu: [changed]")
    older = stock.stored(["hi", "new"], kept, data)
    assert older is not None
    assert (older.intents, older.current) == ({"hi": ("greet", 0.9)}, False)


def test_without_a_model_there_is_nothing_to_measure(tmp_path) -> None:
    from tests.eval.assistant import Assistant

    assert newest_model(tmp_path) is None
    with pytest.raises(NoModelError, match="make train"):
        Assistant.load(SimpleNamespace(), tmp_path)
