"""`python -m brain.train`: trains when data, configuration, knowledge or code changed since the last model."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import gc
import hashlib
import io
import logging
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from brain import settings
from brain.environment import prepare
from brain.lean import without_tensorflow_in_training
from brain.say import complain, say
from brain.sources import code_version

KEPT_MODELS = 2
GIVING_WAY = 19
SOURCES = ("config.yml", "domain.yml", "data/*.yml", "uv.lock")


class TrainError(Exception):
    """Training did not give a model; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    """Prints what it does. Returns 0 when there is a model for the present sources, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m brain.train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even when nothing changed")
    wanted = parser.parse_args(arguments)
    prepare()
    gc.disable()  # it would go through the ten thousands of examples again and again, and find nothing to free
    try:
        with _alone(settings.read().models):
            return _train_both(settings.read().models, wanted.force)
    except (TrainError, settings.SettingsError) as error:
        complain(f"train: {error}")
        return 1
    finally:
        gc.enable()


def source_version(root: Path) -> str:
    """Hash over everything that a model depends on. Raises TrainError when the knowledge base has problems."""
    import knowledge

    try:
        digest = hashlib.sha256(knowledge.load().version.encode())
    except knowledge.KnowledgeError as error:
        raise TrainError(f"the knowledge base has problems; see `python -m knowledge check`.\n{error}") from error
    digest.update(code_version().encode())
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _train_both(models: Path, force: bool) -> int:
    """The brain's model and, where that leaves a core idle, the second danger check, without which the desk does not
    start."""
    with ProcessPoolExecutor(1, initializer=os.nice, initargs=(GIVING_WAY,)) as beside:
        likeness = beside.submit(_build_likeness, models, force)
        status = _train_if_needed(models, force)
        built, problem = likeness.result()
    if problem:
        raise TrainError(problem)
    if built:
        say("train: the second danger check is ready")
    return status


def _build_likeness(models: Path, force: bool) -> tuple[bool, str]:
    """Whether it was built anew, and what is wrong with the knowledge base, if anything."""
    import knowledge
    from brain.likeness.build import build

    try:
        return build(settings.ROOT, models, force=force), ""
    except knowledge.KnowledgeError as error:
        return False, f"the knowledge base has problems; see `python -m knowledge check`.\n{error}"


def _train_if_needed(models: Path, force: bool) -> int:
    version = source_version(settings.ROOT)
    target = models / f"clinic-{version}.tar.gz"
    if target.is_file() and not force:
        target.touch()
        say(f"train: nothing changed, {target.name} is the model")
        return 0
    started = time.monotonic()
    say("train: reading data and knowledge, training ...")
    _train_into(target)
    _forget_old(models)
    say(f"train: {target.name} is ready after {time.monotonic() - started:.0f} s")
    return 0


def _train_into(target: Path) -> None:
    """Trains beside the target and moves the result there in one step."""
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    os.environ["LOG_LEVEL"] = "WARNING"  # Rasa draws its progress bars unless this says so
    without_tensorflow_in_training()
    from rasa.model_training import train
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    partial = target.parent / "partial"
    said = io.StringIO()
    root = settings.ROOT
    with contextlib.redirect_stdout(said):
        result = train(
            domain=str(root / "domain.yml"),
            config=str(root / "config.yml"),
            training_files=[str(root / "data")],
            output=str(partial),
            fixed_model_name=target.name,
            force_training=False,
        )
    if result.code != 0 or not result.model:
        raise TrainError(f"Rasa made no model.\n{said.getvalue()}")
    Path(result.model).replace(target)
    target.touch()


def _forget_old(models: Path) -> None:
    found = sorted(models.glob("clinic-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[KEPT_MODELS:]:
        path.unlink()


@contextlib.contextmanager
def _alone(models: Path) -> Iterator[None]:
    """One training at a time: a second one waits, and then finds the model that the first one made."""
    models.mkdir(parents=True, exist_ok=True)
    with (models / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
