"""`draft`: a new article as draft facts. The article's passage stands above each draft as a comment, to be read, and
the text is left for the editor: an article's sentences are not ours to serve."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import knowledge
from knowledge.article import Piece, split_article
from knowledge.cli import CommandError
from knowledge.drafting import Draft, draft_of
from knowledge.model import Knowledge


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The article, and where the drafts go."""
    parser.add_argument("article", type=Path, help="a plain text file")
    parser.add_argument("--source", help="id for sources.yml (default: from the file name)")
    parser.add_argument("--out", type=Path, help="write the drafts to this file instead of the screen")


def run(options: argparse.Namespace) -> int:
    """Writes draft facts and the entry for sources.yml. Raises CommandError for a file that cannot be used."""
    pieces = split_article(_read(options.article))
    if not pieces:
        raise CommandError(f"{options.article} holds no paragraphs; is it the right file?")
    source = options.source or _slug(options.article.stem)
    base = knowledge.load(options.root)
    if source in base.sources and not options.source:
        raise CommandError(f'"{source}" is in sources.yml already; name the new article with --source')
    drafts = [draft_of(piece, number, source, base) for number, piece in enumerate(pieces, start=1)]
    _write("\n".join(_file(drafts, source, pieces, base)) + "\n", options.out)
    print(f"{len(drafts)} drafts from {len({piece.section for piece in pieces})} sections.", file=sys.stderr)
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise CommandError(f"there is no file {path}") from error
    except IsADirectoryError as error:
        raise CommandError(f"{path} is a folder; name the article's text file") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 text; save the article as plain text first") from error


def _write(text: str, out: Path | None) -> None:
    if out is None:
        print(text, end="")
        return
    if out.exists():
        raise CommandError(f"{out} exists already; choose another name, so that nothing is overwritten")
    out.write_text(text, encoding="utf-8")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "article"


def _file(drafts: list[Draft], source: str, pieces: list[Piece], base: Knowledge) -> Iterator[str]:
    yield f"# Drafts from the source {source}, made {date.today()}. Not served before `review` is filled in."
    yield "# For each: read the passage, write the text in your own words, answer first, at most 45 words; correct the"
    yield "# aspect, treatments and evidence level; replace the questions by what visitors would type; remove the"
    yield "# passage; move the fact to the file of its topic in knowledge/facts/, and sign it in `review`."
    yield "#"
    yield "# Entry for sources.yml:"
    yield from (f"#   {line}" for line in _source_entry(source, pieces))
    for draft in drafts:
        yield ""
        yield from draft.lines()


def _source_entry(source: str, pieces: list[Piece]) -> Iterator[str]:
    yield f"- id: {source}"
    yield "  kind: article"
    yield "  title: (title)"
    yield "  publisher: (publisher)"
    yield '  author: ""'
    yield '  date: ""'
    yield "  sections:"
    yield from (f'    - "{section}"' for section in dict.fromkeys(piece.section for piece in pieces))
