"""`ask`: a question as the assistant understands it. The understanding is the brain's; this only opens the door."""

from __future__ import annotations

import argparse
import importlib

from knowledge.cli import CommandError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The question, and what the brain's own command takes."""
    parser.add_argument("question", nargs=argparse.REMAINDER, help='for example: ask "how big are exosomes"')


def run(options: argparse.Namespace) -> int:
    """Hands the words to `brain.ask.main`. Raises CommandError when the brain or its model is not there."""
    if not options.question:
        raise CommandError('give a question, for example: python -m knowledge ask "how big are exosomes"')
    try:
        ask = importlib.import_module("brain.ask")
    except ModuleNotFoundError as error:
        raise CommandError(
            f"asking needs the brain's environment (module {error.name} is missing here); "
            "run it from the project's root with .venv/bin/python"
        ) from error
    try:
        return int(ask.main(options.question) or 0)
    except FileNotFoundError as error:
        raise CommandError(f"there is no trained model ({error}); run `make train` first") from error
