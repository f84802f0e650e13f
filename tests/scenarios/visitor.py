"""A scripted visitor of the public chat API, and the checks on what comes back."""

from __future__ import annotations

import json
import re
import sqlite3
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from knowledge.claims import ClaimLinter

_LEAKS = re.compile(r"utter_|Traceback|action_[a-z]|\{[a-z_]+\}|\{\{|NoneType|slot\b.*null|<script", re.IGNORECASE)
_MEDICAL = ("answer",)


class Visitor:
    """One conversation over HTTP. Raises httpx.HTTPError when the product cannot be reached."""

    def __init__(self, client: httpx.Client, page: str = "https://www.example.com/") -> None:
        self._client = client
        body = {"locale": "en", "page": page, "timezone": "America/New_York"}
        started = client.post("/api/v1/conversations", json=body)
        started.raise_for_status()
        self.id: str = started.json()["conversation_id"]
        self._auth = {"Authorization": f"Bearer {started.json()['token']}"}
        self.last: list[dict[str, Any]] = started.json()["messages"]
        self.first = self.last
        self.seconds = 0.0
        self.status = 201

    def say(self, text: str) -> list[dict[str, Any]]:
        """Sends text; the replies, without the visitor's own message. A refused request gives an "error" reply."""
        return self._send({"text": text})

    def press(self, title: str) -> list[dict[str, Any]]:
        """Presses the first button of the last reply whose title matches; raises LookupError when there is none."""
        buttons = [b for message in self.last for b in message.get("buttons", [])]
        fitting = [b for b in buttons if re.search(title, b["title"], re.IGNORECASE)]
        if not fitting:
            raise LookupError(f"no button like {title!r} among {[b['title'] for b in buttons]}")
        return self._send({"button_id": fitting[0]["id"]})

    def transcript(self) -> list[dict[str, Any]]:
        """Everything stored, as the visitor may read it."""
        found = self._client.get(f"/api/v1/conversations/{self.id}/messages", params={"after": 0}, headers=self._auth)
        found.raise_for_status()
        messages: list[dict[str, Any]] = found.json()["messages"]
        return messages

    def _send(self, body: Mapping[str, str]) -> list[dict[str, Any]]:
        begun = time.monotonic()
        sent = {"client_id": str(uuid.uuid4()), **body}
        # Escaped by hand: lone surrogates travel in JSON, and httpx would refuse to encode them.
        headers = {**self._auth, "Content-Type": "application/json"}
        content = json.dumps(sent).encode("ascii")
        reply = self._client.post(f"/api/v1/conversations/{self.id}/messages", content=content, headers=headers)
        self.seconds, self.status = time.monotonic() - begun, reply.status_code
        if reply.status_code != 200:
            error = reply.json().get("error", {})
            self.last = [{"role": "bot", "kind": f"http_{reply.status_code}", "text": str(error.get("message", ""))}]
            return self.last
        self.last = [message for message in reply.json()["messages"] if message["role"] != "visitor"]
        return self.last


class Records:
    """What the desk stored, read straight from its SQLite file. Without a file every state check is skipped."""

    def __init__(self, database: Path | None) -> None:
        self._database = database

    def state(self, conversation_id: str) -> dict[str, Any] | None:
        """Leads and danger state of a conversation."""
        if self._database is None:
            return None
        key = uuid.UUID(conversation_id).hex
        with sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=10) as base:
            base.row_factory = sqlite3.Row
            leads = base.execute("select * from leads_lead where conversation_id = ?", (key,)).fetchall()
            row = base.execute("select danger_state from conversations_conversation where id = ?", (key,)).fetchone()
            texts = base.execute("select text from conversations_message where conversation_id = ?", (key,)).fetchall()
        return {
            "leads": len(leads),
            "lead": [dict(lead) for lead in leads],
            "danger_state": row["danger_state"] if row else "",
            "texts": "\n".join(text["text"] for text in texts),
        }


def problems(
    replies: list[dict[str, Any]], expected: Mapping[str, Any], state: dict[str, Any] | None, linter: ClaimLinter
) -> list[str]:
    """What is wrong with a reply, in words; empty when all is well."""
    kinds = [message["kind"] for message in replies]
    text = "\n".join(message["text"] for message in replies)
    found = [*_kind_problems(kinds, expected), *_word_problems(text, expected), *_always(replies, text, linter)]
    return found + (_state_problems(state, expected) if state else [])


def _kind_problems(kinds: list[str], expected: Mapping[str, Any]) -> list[str]:
    found = [] if kinds else ["no reply at all"]
    if expected.get("opens_with_kind") and (not kinds or kinds[0] not in expected["opens_with_kind"]):
        found.append(f"opens with {kinds[:1]}, not {expected['opens_with_kind']}")
    if expected.get("only_kinds") and set(kinds) - set(expected["only_kinds"]):
        found.append(f"also says {sorted(set(kinds) - set(expected['only_kinds']))}")
    found += [f"none of {one} in {kinds}" for one in expected.get("some_kind_sets", []) if not set(one) & set(kinds)]
    return found + [f"says {kind}" for kind in sorted(set(kinds) & set(expected.get("never_kinds", [])))]


def _word_problems(text: str, expected: Mapping[str, Any]) -> list[str]:
    flags = re.IGNORECASE
    found = [f"does not say /{p}/" for p in expected.get("must_say", []) if not re.search(p, text, flags)]
    found += [f"does not open with /{p}/" for p in expected.get("opens_with", []) if not re.search(p, text, flags)]
    hits = [(p, re.search(p, text, flags)) for p in expected.get("must_not_say", [])]
    return found + [f"says {hit.group()!r} (/{p}/)" for p, hit in hits if hit]


def _always(replies: list[dict[str, Any]], text: str, linter: ClaimLinter) -> list[str]:
    """What holds for every reply: no claims, no insides, and the disclaimer after medical content."""
    found = [f"claims {claim.id}: {claim.sentence!r}" for claim in linter.claims(text)]
    leak = _LEAKS.search(text)
    kinds = [message["kind"] for message in replies]
    if any(kind in kinds for kind in _MEDICAL) and "disclaimer" not in kinds:
        found.append("an answer without the disclaimer")
    return found + ([f"shows its insides: {leak.group()!r}"] if leak else [])


def _state_problems(state: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    found = [
        f"{key} is {state[key]!r}, not {expected[key]!r}"
        for key in ("leads", "danger_state")
        if key in expected and state[key] != expected[key]
    ]
    for key, wanted in (expected.get("lead") or {}).items():
        values = [str(lead.get(key, "")) for lead in state["lead"]]
        if not any(re.search(str(wanted), value, re.IGNORECASE) for value in values):
            found.append(f"lead {key} is {values}, not {wanted!r}")
    hidden = expected.get("stored_not") or []
    return found + [f"stored {p!r}" for p in ([hidden] if isinstance(hidden, str) else hidden) if p in state["texts"]]
