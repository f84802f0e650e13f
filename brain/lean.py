"""Starts Rasa without TensorFlow.

Rasa 3.6 imports TensorFlow in every process, for neural components that this assistant's pipeline does not hold. On two
cores that is some seven seconds of each start and a quarter of a gigabyte. Only three of Rasa's modules bring it into
the server: two helpers for training neural networks, and the validator of training configurations (a model file names
it, but only training runs it). Empty ones stand in for them; in training, brain/rule_validator.py does for the last.
Loading a model that does hold a neural component then fails with a plain ImportError. `rasa train` and `rasa run` do
not use this and work as ever.
"""

from __future__ import annotations

import sys
from types import ModuleType

CALLBACK = "rasa.utils.tensorflow.callback"
COMPONENTS = "rasa.engine.recipes.default_components"
GENERATOR = "rasa.utils.tensorflow.data_generator"
VALIDATOR = "rasa.graph_components.validators.default_recipe_validator"
STANDINS = {
    VALIDATOR: ("DefaultV1RecipeValidator",),
    CALLBACK: ("RasaTrainingLogger", "RasaModelCheckpoint"),
    GENERATOR: ("RasaBatchDataGenerator", "RasaDataGenerator"),
}
UNUSED = ("tensorflow", "torch", "mxnet", "jax")


def without_tensorflow() -> bool:
    """Call before importing Rasa. Returns false, and does nothing, when TensorFlow is already there."""
    if "tensorflow" in sys.modules:
        return False
    for name in UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    for name, classes in STANDINS.items():
        sys.modules.setdefault(name, _standin(name, classes))
    return True


def without_tensorflow_in_training() -> bool:
    """The same for a process that trains: our own checks stand in for the validator, and of the components that come
    with Rasa only the rule policy is there."""
    if not without_tensorflow():
        return False
    from brain import rule_validator

    rule_validator.DefaultV1RecipeValidator.__module__ = VALIDATOR  # what the model file will name
    sys.modules[VALIDATOR] = rule_validator
    sys.modules[COMPONENTS] = _standin(COMPONENTS, ("DEFAULT_COMPONENTS",))
    return True


def _standin(name: str, classes: tuple[str, ...]) -> ModuleType:
    module = ModuleType(name, "Stands in for a module that only neural components use; see brain/lean.py.")
    for each in classes:
        setattr(module, each, type(each, (), {"__doc__": "Not available in the lean server."}))
    return module
