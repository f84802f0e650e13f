"""The curator's commands: one module each, with `add_arguments` and `run`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.problems import KnowledgeError

COMMANDS = {
    "check": "find mistakes in the knowledge files and say how to fix them",
    "list": "list facts, texts, conditions, aspects or sources",
    "show": "show everything about one fact, text, condition or aspect",
    "ask": "ask a question and see the parse, the ranking and why",
    "coverage": "find kinds of question without a fact, and facts that no question reaches",
    "diff": "show what visitors will read differently after a change",
    "draft": "split a new article into draft facts to be reviewed",
}

# A module called `list` would take the place of the built-in `list` in this package.
_MODULES = {"list": "listing"}


class CommandError(Exception):
    """Something the person at the keyboard can put right; the message says how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command. Returns 0, or 1 when it found or met a problem; wrong usage exits with 2."""
    options = _parser(_asked_command(arguments)).parse_args(arguments)
    try:
        return int(options.run(options))
    except KnowledgeError as error:
        print(f"{len(error.problems)} problem(s):", file=sys.stderr)
        print(error, file=sys.stderr)
    except CommandError as error:
        print(f"python -m knowledge: {error}", file=sys.stderr)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough. Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _asked_command(arguments: Sequence[str] | None) -> str:
    words = sys.argv[1:] if arguments is None else list(arguments)
    return next((word for word in words if word in COMMANDS), "")


def _parser(asked: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="Look after the knowledge base.")
    parser.add_argument("--root", type=Path, default=None, help="another knowledge folder (default: this package's)")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == asked:
            module = importlib.import_module(f"knowledge.cli.{_MODULES.get(name, name)}")
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
    return parser
