"""The public chat API: /api/v1/ (docs/api.md)."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from desk.conversations.models import Conversation
from desk.db import run_db
from desk.gateway import events, store
from desk.gateway.accept import accept
from desk.gateway.access import bearer, conversation_for
from desk.gateway.door import endpoint
from desk.gateway.errors import ApiError
from desk.gateway.incoming import incoming, json_body
from desk.gateway.outgoing import messages_json
from desk.gateway.policy import policy
from desk.gateway.start import end, rate, start
from desk.gateway.turn import complete


@endpoint("POST")
async def conversations(request: HttpRequest) -> HttpResponseBase:
    """Starts a conversation."""
    conversation, token, messages = await run_db(start, json_body(request), _address(request))
    answer = {
        "conversation_id": str(conversation.pk),
        "token": token,
        "expires_at": conversation.expires_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "messages": messages_json(messages),
    }
    return JsonResponse(answer, status=201)


@endpoint("GET", "POST")
async def messages(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponseBase:
    """Sends a message, or fetches the messages after a sequence number."""
    if request.method == "POST":
        return await _send(request, conversation_id)
    found = await run_db(_fetch, conversation_id, bearer(request), _number(request.GET.get("after", "0")))
    return JsonResponse({"messages": messages_json(found[1]), "owner": found[0].owner})


async def _send(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponseBase:
    accepted = await run_db(accept, conversation_id, bearer(request), incoming(request), _address(request))
    events.announce(conversation_id)
    if accepted.waits_for_brain:
        accepted = await complete(accepted)
    replies = accepted.replies if accepted.replies is not None else await run_db(store.replies_to, accepted.message)
    shown = messages_json([accepted.message, *replies])
    return JsonResponse({"messages": shown, "owner": accepted.conversation.owner})


def _fetch(conversation_id: uuid.UUID, token: str, after: int) -> tuple[Conversation, list[Any]]:
    conversation = conversation_for(conversation_id, token)
    return conversation, store.since(conversation, after)


@endpoint("GET")
async def event_stream(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponseBase:
    """Server-sent events; `Last-Event-ID` (or `?after=`) says what the client has."""
    after = _number(request.headers.get("Last-Event-ID") or request.GET.get("after", "0"))
    conversation = await run_db(conversation_for, conversation_id, bearer(request))
    events.check_room(conversation_id)
    response = StreamingHttpResponse(events.stream(conversation, after), content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    return response


@endpoint("POST")
async def rating(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponseBase:
    """Rates a conversation, also after its end."""

    def work(token: str, body: dict[str, Any]) -> None:
        rate(conversation_for(conversation_id, token, ended_ok=True), body)

    await run_db(work, bearer(request), json_body(request))
    return HttpResponse(status=204)


@endpoint("DELETE")
async def conversation(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponseBase:
    """Ends a conversation."""

    def work(token: str) -> None:
        end(conversation_for(conversation_id, token))

    await run_db(work, bearer(request))
    events.announce(conversation_id)
    return HttpResponse(status=204)


@endpoint("GET")
async def clinic(request: HttpRequest) -> HttpResponseBase:
    """What the widget shows of the clinic, also when nothing else works."""
    profile = policy().knowledge.clinic
    shown = ("name", "phone", "phone_e164", "email", "hours", "emergency_number", "privacy_url")
    response = JsonResponse({name: getattr(profile, name) for name in shown})
    response["Cache-Control"] = "public, max-age=300"
    return response


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR") or "")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ApiError(400, "bad_number", "The number of the last message must be a whole number.")
    return int(text)
