"""A gateway of a few lines that keeps the public chat API's contract and fails on demand.

It lets the widget be tested in a browser without the brain: replies are canned, and a test says which request shall
fail, be slow or never be answered.
"""

import json
import re
import threading
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.browser import canned

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "desk" / "gateway" / "pages"
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}

Json = dict[str, Any]


@dataclass
class Fault:
    """What goes wrong with the next requests whose method and path match."""

    pattern: str
    status: int = 500
    times: int = 1
    code: str = "internal"
    message: str = ""
    retry_after: int = 0
    seconds: float = 0.0
    drop: bool = False
    after_handling: bool = False


@dataclass
class Conversation:
    """One conversation as the gateway keeps it."""

    id: str
    token: str
    messages: list[Json] = field(default_factory=list)
    answered: dict[str, list[Json]] = field(default_factory=dict)
    owner: str = "bot"
    ended: bool = False
    rating: Json | None = None

    def add(self, role: str, kind: str, text: str, **more: Any) -> Json:
        """Stores one message under the next number."""
        message = {
            "seq": len(self.messages) + 1,
            "id": uuid.uuid4().hex,
            "role": role,
            "kind": kind,
            "text": text,
            "buttons": [],
            "topics": [],
            "facts": [],
            "sources": [],
            "created_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            **more,
        }
        self.messages.append(message)
        return message


class FakeGateway:
    """Serves the page, the widget and the API on a free port of the loopback address."""

    def __init__(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.faults: list[Fault] = []
        self.requests: list[tuple[str, str, Json]] = []
        self.changed = threading.Condition()
        self.stopping = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping = True
        with self.changed:
            self.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    @property
    def conversation(self) -> Conversation:
        """The latest conversation."""
        return list(self.conversations.values())[-1]

    def fail(self, pattern: str, **fault: Any) -> None:
        """Lets the next request like "POST .*/messages" fail."""
        self.faults.append(Fault(pattern, **fault))

    def staff_says(self, text: str) -> None:
        """A team member joins and writes."""
        with self.changed:
            self.conversation.owner = "staff"
            self.conversation.add("staff", "staff", text)
            self.changed.notify_all()

    def sent(self, pattern: str) -> list[Json]:
        """Bodies of the requests whose method and path match."""
        return [body for method, path, body in self.requests if re.fullmatch(pattern, f"{method} {path}")]

    def fault_for(self, line: str) -> Fault | None:
        """The fault that is due for a request, counted down."""
        for fault in self.faults:
            if fault.times > 0 and re.fullmatch(fault.pattern, line):
                fault.times -= 1
                return fault
        return None

    def start(self) -> Conversation:
        """A new conversation with the first messages."""
        conversation = Conversation(uuid.uuid4().hex, uuid.uuid4().hex)
        for said in canned.GREETING:
            conversation.add("bot", **said)
        self.conversations[conversation.id] = conversation
        return conversation

    def say(self, conversation: Conversation, body: Json) -> list[Json]:
        """The visitor's message and the replies; the same client_id again gives the same and does nothing."""
        with self.changed:
            if body["client_id"] not in conversation.answered:
                text = body.get("text") or _title(conversation, body["button_id"])
                own = conversation.add("visitor", "visitor", text, client_id=body["client_id"])
                replies = [] if conversation.owner == "staff" else canned.replies(text)
                conversation.answered[body["client_id"]] = [own, *[conversation.add("bot", **said) for said in replies]]
                self.changed.notify_all()
            return conversation.answered[body["client_id"]]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        return type("Handler", (_Handler,), {"gateway": self})


def _title(conversation: Conversation, button_id: str) -> str:
    buttons = [button for message in conversation.messages for button in message["buttons"]]
    return next(button["title"] for button in buttons if button["id"] == button_id)


class _Handler(BaseHTTPRequestHandler):
    gateway: FakeGateway
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the test output quiet."""

    def do_GET(self) -> None:
        self._serve({})

    def do_DELETE(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        self._serve(json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}"))

    def _serve(self, body: Json) -> None:
        path = self.path.split("?")[0]
        self.gateway.requests.append((self.command, self.path, body))
        fault = self.gateway.fault_for(f"{self.command} {path}")
        if fault and fault.status == 200:  # slow, nothing worse
            time.sleep(fault.seconds)
            fault = None
        try:
            if fault and not fault.after_handling:
                return self._fail(fault)
            if path.startswith("/api/v1/"):
                return self._api(path.removeprefix("/api/v1"), body, fault)
            self._file(path)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the page went away

    def _fail(self, fault: Fault) -> None:
        time.sleep(fault.seconds)
        if fault.drop:
            self.close_connection = True
            self.connection.close()
            return
        headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
        self._json({"error": {"code": fault.code, "message": fault.message}}, fault.status, headers)

    def _api(self, path: str, body: Json, fault: Fault | None) -> None:
        if path == "/clinic":
            return self._json(canned.CLINIC)
        if path == "/conversations":
            new = self.gateway.start()
            return self._json({"conversation_id": new.id, "token": new.token, "messages": new.messages}, 201)
        _, _, key, *rest = path.split("/")
        conversation = self.gateway.conversations.get(key)
        if not conversation or self.headers.get("Authorization") != f"Bearer {conversation.token}":
            return self._json({"error": {"code": "token", "message": "This conversation is not known."}}, 401)
        if conversation.ended and rest != ["rating"]:
            return self._json({"error": {"code": "ended", "message": "This conversation has ended."}}, 410)
        self._of_conversation(conversation, rest[0] if rest else "", body, fault)

    def _of_conversation(self, conversation: Conversation, what: str, body: Json, fault: Fault | None) -> None:
        if self.command == "DELETE":
            conversation.ended = True
            return self._json({}, 204)
        if what == "rating":
            conversation.rating = body
            return self._json({}, 204)
        if what == "events":
            return self._events(conversation)
        if self.command == "GET":
            after = int(self.path.partition("after=")[2] or 0)
            shown = [message for message in conversation.messages if message["seq"] > after]
            return self._json({"messages": shown, "owner": conversation.owner})
        messages = self.gateway.say(conversation, body)
        if fault:
            return self._fail(fault)
        self._json({"messages": messages, "owner": conversation.owner})

    def _events(self, conversation: Conversation) -> None:
        self._start(200, "text/event-stream", {"Cache-Control": "no-store", "Connection": "close"})
        self.close_connection = True
        seen = int(self.headers.get("Last-Event-ID") or 0)
        while not self.gateway.stopping and not conversation.ended:
            with self.gateway.changed:
                new = conversation.messages[seen:]
                if not new:
                    self.gateway.changed.wait(2)
            seen += len(new)
            self.wfile.write("".join(_event(message) for message in new).encode() or b": ping\n\n")
            self.wfile.flush()

    def _file(self, path: str) -> None:
        if path in self.gateway_pages:
            return self._send(self.gateway_pages[path].encode(), "text/html; charset=utf-8")
        folder = {"widget": ROOT / "widget", "static": PAGES / "static"}.get(path.split("/")[1])
        file = folder and folder / path.split("/", 2)[2]
        if not file or not file.is_file():
            return self._json({"error": {"code": "not_found", "message": ""}}, 404)
        self._send(file.read_bytes(), TYPES[file.suffix])

    @property
    def gateway_pages(self) -> dict[str, str]:
        return canned.pages(PAGES / "templates")

    def _json(self, body: Json, status: int = 200, headers: Json | None = None) -> None:
        self._send(b"" if status == 204 else json.dumps(body).encode(), "application/json", status, headers)

    def _send(self, body: bytes, kind: str, status: int = 200, headers: Json | None = None) -> None:
        self._start(status, kind, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body)

    def _start(self, status: int, kind: str, headers: Json) -> None:
        self.send_response(status)
        shared = {"Content-Type": kind, "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
        for name, value in {**shared, **headers}.items():
            self.send_header(name, value)
        self.end_headers()


def _event(message: Json) -> str:
    return f"id: {message['seq']}\nevent: message\ndata: {json.dumps(message)}\n\n"


def texts(messages: Iterable[Json]) -> list[str]:
    """The texts of messages."""
    return [message["text"] for message in messages]
