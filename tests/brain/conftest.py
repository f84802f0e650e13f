"""A small knowledge base and a small set of examples, trained once for the whole package."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from brain import domain_vocabulary, fact_ranker, reading_writer
from brain.domain_vocabulary import DomainVocabulary
from brain.fact_ranker import FactRanker
from brain.reading_writer import ReadingWriter
from brain.vectors import VectorFile
from brain.wish_classifier import WishClassifier
from tests.brain.small import EXAMPLES, POLICIES, small_knowledge

COMPONENTS = (DomainVocabulary, WishClassifier, FactRanker, ReadingWriter)


class Pipeline:
    """The four components, trained and then loaded from what they stored."""

    def __init__(self, folder: Path, data: TrainingData) -> None:
        self.folder = folder
        self.storage = LocalModelStorage(folder)
        self.context = ExecutionContext(GraphSchema({}), "test")
        self.resources: dict[type, Resource] = {}
        for component in COMPONENTS:
            resource = Resource(component.__name__)
            made = component.create(component.get_default_config(), self.storage, resource, self.context)
            made.train(data)
            self.resources[component] = resource
            if component is DomainVocabulary:
                data = self.load(component).process_training_data(data)
        self.loaded = [self.load(component) for component in COMPONENTS]

    def load(self, component: type, storage: LocalModelStorage | None = None):
        """One component, from the stored files."""
        return component.load(
            component.get_default_config(), storage or self.storage, self.resources[component], self.context
        )

    def parse(self, text: str, before: str = "") -> dict:
        """What the pipeline says about a text after the question `before`, without what stays inside."""
        messages = [Message(data={"text": text, "metadata": {"before": before}})]
        for component in self.loaded:
            messages = component.process(messages)
        return messages[0].as_dict(only_output_properties=True)


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    """Trained on the small data."""
    folder = tmp_path_factory.mktemp("model")
    data = TrainingData([Message(data={"text": t, "intent": i}) for i, texts in EXAMPLES.items() for t in texts])
    with pytest.MonkeyPatch.context() as patch:
        known = small_knowledge()
        for module in (domain_vocabulary, fact_ranker):
            patch.setattr(module, "load_knowledge", lambda config: known)
        patch.setattr(fact_ranker, "vector_file", lambda: VectorFile(folder / "vectors.npz"))
        patch.setattr("brain.wish_classifier.vector_file", lambda: VectorFile(folder / "vectors.npz"))
        patch.setattr(reading_writer, "knowledge", SimpleNamespace(policy_file=lambda name, root: POLICIES[name]))
        return Pipeline(folder, data)


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model file for tests of messages, not of understanding."""
    from tests.brain.talk import trained

    return trained(tmp_path_factory.mktemp("small-model"))
