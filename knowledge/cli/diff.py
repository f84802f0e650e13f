"""`diff`: what visitors will read differently from an earlier revision."""

from __future__ import annotations

import argparse
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import knowledge
from knowledge.cli import CommandError
from knowledge.files import HERE
from knowledge.model import Knowledge


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The revision to compare with."""
    parser.add_argument("revision", nargs="?", default="HEAD", help="a git revision (default: HEAD, the last commit)")


def run(options: argparse.Namespace) -> int:
    """Prints the differences in what is said. Raises CommandError when git cannot give the revision."""
    root = (options.root or HERE).resolve()
    with tempfile.TemporaryDirectory() as folder:
        before = knowledge.load(_checkout(root, options.revision, Path(folder)))
    lines = list(differences(before, knowledge.load(root)))
    print("\n".join(lines) if lines else f"Visitors read the same as at {options.revision}.")
    return 0


def differences(before: Knowledge, after: Knowledge) -> Iterator[str]:
    """Lines about facts, companions, policy texts and the clinic profile that changed."""
    yield from _changed("fact", _spoken_facts(before), _spoken_facts(after))
    yield from _changed("text", _spoken_texts(before), _spoken_texts(after))
    yield from _changed("clinic", before.clinic.placeholders(), after.clinic.placeholders())


def _spoken_facts(base: Knowledge) -> dict[str, str]:
    spoken: dict[str, str] = {}
    for fact in base.facts.values():
        spoken[fact.id] = fact.text + (f" [with {', '.join(fact.shown_with)}]" if fact.shown_with else "")
        spoken.update({f"{fact.id} ({form})": fact.worded_for(form) for form in fact.openings})
    return spoken


def _spoken_texts(base: Knowledge) -> dict[str, str]:
    texts = (base.texts.text(text_id) for text_id in base.texts)
    return {f"{text.id} ({lang})": wording for text in texts for lang, wording in text.wordings.items()}


def _changed(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if old != new:
            yield f"{kind} {name}: {'new' if old is None else 'no longer said' if new is None else 'changed'}"
            yield from (f"  {mark} {text}" for mark, text in (("-", old), ("+", new)) if text is not None)


def _checkout(root: Path, revision: str, folder: Path) -> Path:
    """Unpacks the knowledge folder of a revision into `folder`."""
    command = ["git", "-C", str(root), "archive", "--format=tar", revision, "."]
    try:
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 (no shell, our own arguments)
    except FileNotFoundError as error:
        raise CommandError("git is not installed; diff needs it to read the earlier files") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().splitlines()[-1]
        raise CommandError(f'git cannot give the knowledge files of "{revision}": {reason}') from error
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive.getmembers():
            if member.isfile() and member.name.endswith(".yml"):
                _unpack(archive, member, folder)
    return folder


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(member)
    if content is not None:
        target.write_bytes(content.read())
