"""`ask`: a question as the assistant understands it. The understanding is the brain's; this only opens the door."""

from __future__ import annotations

import argparse
import importlib

from knowledge.cli import CommandError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The question; quotes around it are not needed."""
    parser.add_argument("question", nargs="+", help='for example: ask "how big are exosomes"')


def run(options: argparse.Namespace) -> int:
    """Prints what the brain makes of the question. Raises CommandError when brain, model or words are missing."""
    try:
        brain = importlib.import_module("brain.ask")
    except ModuleNotFoundError as error:
        raise CommandError(_elsewhere(error)) from error
    try:
        print(brain.ask(" ".join(options.question)))
    except ModuleNotFoundError as error:
        raise CommandError(_elsewhere(error)) from error
    except brain.AskError as error:
        raise CommandError(str(error)) from error
    return 0


def _elsewhere(error: ModuleNotFoundError) -> str:
    return (
        f"asking needs the brain's environment (module {error.name} is missing here); "
        "run it from the project's root with .venv/bin/python"
    )
