"""Splits the plain text of an article into passages that a fact can be written from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BULLET = re.compile(r"^(?:[•*–-]|\d{1,2}[.)])\s+(?P<text>\S.*)$")
_QUESTION = re.compile(r"^Q(?:uestion)?\s*[:.]\s*(?P<text>\S.*)$", re.IGNORECASE)
_ANSWER = re.compile(r"^A(?:nswer)?\s*[:.]\s*(?P<text>\S.*)$", re.IGNORECASE)
_CELLS = re.compile(r"\s*\|\s*|\t+| {3,}")
_LONGEST_HEADING = 70
_LONGEST_CELL = 60
_FEWEST_CELLS = 9
_FEWEST_LINES = 4


@dataclass(frozen=True)
class Piece:
    """A passage: `kind` is paragraph, item (of a list), row (of a table) or question; `lead` introduces it."""

    section: str
    kind: str
    text: str
    lead: str = ""


def split_article(text: str) -> list[Piece]:
    """The passages in order. Headings become sections; what stands before the first one is in "Article"."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    rows = {**_tight_tables(lines), **_stacked_tables(lines)}
    section, lead = "Article", ""
    pieces: list[Piece] = []
    for index, line in enumerate(line.strip() for line in lines):
        if index in rows:
            pieces += [Piece(section, "row", rows[index])] if rows[index] else []
        elif line and _is_heading(line, _next_text(lines, index), in_list=bool(lead)):
            section, lead = line.strip("# :"), ""
        elif line.endswith(":"):
            lead = line
        elif line:
            lead = lead if _is_list(line) or line[-1] not in ".!?" else ""
            _add(pieces, section, line, lead)
    return pieces


def _add(pieces: list[Piece], section: str, line: str, lead: str) -> None:
    """Adds the passage that a line is; an answer is joined to the question before it."""
    answer = _ANSWER.match(line)
    if match := _BULLET.match(line):
        pieces.append(Piece(section, "item", match["text"], lead))
    elif match := _QUESTION.match(line):
        pieces.append(Piece(section, "question", "", match["text"]))
    elif answer and pieces and pieces[-1].kind == "question":
        pieces[-1] = Piece(section, "question", answer["text"], pieces[-1].lead)
    elif cells := _cells(line):
        if not set("".join(cells)) <= set("-: "):  # the line under a table's head
            pieces.append(Piece(section, "row", " | ".join(cells)))
    else:
        pieces.append(Piece(section, "item" if lead else "paragraph", line, lead))


def _next_text(lines: list[str], index: int) -> str:
    return next((line.strip() for line in lines[index + 1 :] if line.strip()), "")


def _is_heading(line: str, following: str, *, in_list: bool) -> bool:
    """A short line in title case, or one in front of a paragraph, a list or a table; in a list only the former."""
    if line.startswith("#"):
        return True
    if len(line) > _LONGEST_HEADING or _is_list(line) or "—" in line or line[-1] in ".,;!" or not line[0].isupper():
        return False
    if _is_title_case(line):
        return True
    if in_list or line.endswith(":"):
        return False
    return line.endswith("?") or _is_list(following) or len(following) > _LONGEST_HEADING or following.endswith(":")


def _is_title_case(line: str) -> bool:
    long_words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return len(line.split()) > 1 and bool(long_words) and all(word[0].isupper() for word in long_words)


def _is_list(line: str) -> bool:
    return bool(_BULLET.match(line) or _QUESTION.match(line) or _ANSWER.match(line) or _cells(line))


def _cells(line: str) -> list[str]:
    cells = [cell for cell in _CELLS.split(line.strip("| ")) if cell.strip()]
    return cells if len(cells) >= 2 and not line.endswith(".") else []


def _tight_tables(lines: list[str]) -> dict[int, str]:
    """Tables copied with one row a line and no blank lines: each line is a row, and none of them a heading."""
    runs = (run for run in _runs(lines, over_blanks=False) if len(run) >= _FEWEST_LINES)
    return {index: lines[index].strip() for run in runs for index in run}


def _stacked_tables(lines: list[str]) -> dict[int, str]:
    """Tables copied with one cell a line: short lines in threes (label and two cells) between blank lines."""
    rows: dict[int, str] = {}
    for run in _runs(lines, over_blanks=True):
        cells = _threes(run, lines)
        rows.update(dict.fromkeys(cells, ""))
        for at in range(0, len(cells), 3):
            rows[cells[at]] = " | ".join(lines[index].strip() for index in cells[at : at + 3])
    return rows


def _threes(run: list[int], lines: list[str]) -> list[int]:
    """The part of a run of short lines that can be a table: without the headings before and after it."""
    headings = [place for place, index in enumerate(run[:3]) if _is_title_case(lines[index].strip())]
    cells = run[headings[0] + 1 :] if headings else run
    cells = cells[: len(cells) - len(cells) % 3] if len(cells) % 3 < 2 else []
    return cells if len(cells) >= _FEWEST_CELLS else []


def _runs(lines: list[str], *, over_blanks: bool) -> Iterator[list[int]]:
    """Indexes of short lines that follow each other."""
    run: list[int] = []
    for index, line in enumerate([*lines, "."]):
        text = line.strip()
        if text and len(text) <= _LONGEST_CELL and text[-1] not in ".:,;!" and not _is_list(text) and "—" not in text:
            run.append(index)
        elif text or not over_blanks:
            yield run
            run = []
