"""Pipeline, first: puts the text right and finds treatments, conditions and aspects by their names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from brain.aliases import aliases, glued, ruler_patterns
from brain.component import FACT, LEANS, READ, ClinicComponent, is_command, load_knowledge
from brain.domain_text import DomainReader
from brain.embedder import VOCABULARY_PATH, VOCABULARY_SHA256, checked
from brain.hybrid import ModelError
from brain.leaning import together
from brain.lexicon import Lexicon, count_words, english_words
from knowledge import Knowledge

FILE = "vocabulary.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class DomainVocabulary(ClinicComponent):
    """Carries ruler patterns and word counts in the model file. Adds the facts' questions to the training data."""

    _reader: DomainReader | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Gathers the names and the words that are in use."""
        content = vocabulary(training_data, load_knowledge(self._config))
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(content), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DomainVocabulary:
        """The trained component. Raises ModelError when the model file does not hold it."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                component._reader = reader_of(json.loads((folder / FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"The vocabulary cannot be read ({error}): train again.") from error
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples as they are read, with the facts' questions and the follow-ups among them."""
        return all_examples(training_data, load_knowledge(self._config), self._trained())

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets entities, and the text as read for the components that follow."""
        for message in messages:
            if not is_command(message):
                read = self._trained().read(message.get(TEXT) or "")
                message.set(READ, read)
                message.set(ENTITIES, [named.as_entity() for named in read.named], add_to_output=True)
        return messages

    def _trained(self) -> DomainReader:
        if self._reader is None:
            raise ModelError("The vocabulary is not trained.")
        return self._reader


def vocabulary(training_data: TrainingData, known: Knowledge) -> dict[str, Any]:
    """The names and the words that are in use, in the shape that the model file keeps."""
    found = aliases(known)
    texts = [m.get(TEXT) for m in training_data.intent_examples] + [a.phrase for a in found] + list(_fact_texts(known))
    return {
        "patterns": ruler_patterns(found),
        "glued": glued(found),
        "counts": count_words(texts),
        "names": {t.id: t.short_name.lower() for t in known.treatments.values()},
        "beside": {word: t.short_name.lower() for t in known.treatments.values() for word in t.beside},
        "spelt_out": {said: text for t in known.treatments.values() for said, text in t.spelt_out.items()},
        "knowledge": known.version,
    }


def all_examples(training_data: TrainingData, known: Knowledge, reader: DomainReader) -> TrainingData:
    """Everything that is learned from, as it is read: examples of intents, facts' questions, follow-ups."""
    examples = [*training_data.training_examples, *_fact_examples(known)]
    for example in examples:
        if example.get(TEXT):
            example.set(READ, reader.plain(example.get(TEXT)))
    return TrainingData(training_examples=[*examples, *_follow_ups(known, reader)])


def reader_of(content: dict[str, Any]) -> DomainReader:
    """The reader that a vocabulary makes. Raises EmbedderError when the list of English words is another one."""
    pieces = checked(VOCABULARY_PATH, VOCABULARY_SHA256).read_text(encoding="utf-8").split("\n")
    lexicon = Lexicon(content["counts"], content["glued"], english_words(pieces))
    return DomainReader(content["patterns"], lexicon, content["names"], content["spelt_out"], content["beside"])


def _fact_texts(known: Knowledge) -> list[str]:
    return [text for fact in known.facts.values() for text in (*fact.questions, fact.text)]


def _fact_examples(known: Knowledge) -> list[Message]:
    return [
        Message(data={TEXT: question, INTENT: f"ask_{fact.aspect}", FACT: fact.id})
        for fact in known.facts.values()
        for question in fact.questions
    ]


def _follow_ups(known: Knowledge, reader: DomainReader) -> Iterator[Message]:
    """Each follow-up with the message before it, as an example of what it asks for; and by itself, as an example of
    leaning or not. One that stands by itself is an ordinary example too."""
    for each in known.follow_ups:
        if each.fact and each.fact not in known.facts:
            continue
        before, says = reader.plain(each.before), reader.plain(each.says)
        intent = each.intent or f"ask_{known.facts[each.fact].aspect}"
        meaning = {INTENT: intent} | ({FACT: each.fact} if each.fact else {})
        joint = together(before, says)
        yield Message(data={TEXT: joint, READ: joint, **meaning})
        alone = {TEXT: says, READ: says, LEANS: not each.stands}
        yield Message(data=alone | (meaning if each.stands else {}))
