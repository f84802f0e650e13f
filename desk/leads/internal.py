"""The internal API: what the action server tells the desk. Loopback, service token, idempotent."""

import functools
import hmac
import json
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from desk.conversations.models import Conversation
from desk.conversations.requests import open_request, staff_online
from desk.gateway.body import BODY_CAP
from desk.gateway.errors import ApiError, error_response
from desk.leads.consent import CHANNELS, revoke_conversation
from desk.leads.intake import InvalidLead, KeyReused, take_in
from desk.privacy.requests import open_privacy_request

log = logging.getLogger(__name__)
type Work = Callable[[HttpRequest, dict[str, Any]], HttpResponse]


def internal(view: Work) -> Callable[[HttpRequest], HttpResponse]:
    """Makes a function an internal endpoint: POST, JSON, the service token."""

    @csrf_exempt
    @functools.wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return error_response(405, "method", "Use POST.")
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), _expected()):
            return error_response(401, "token", "The service token is missing or wrong.")
        try:
            return view(request, _body(request))
        except ApiError as error:
            return error.response()
        except DatabaseError as error:
            log.error("database failed", exc_info=error)
            return error_response(503, "database", "The database cannot be used right now.", retry_after=2)

    return guarded


def _expected() -> bytes:
    return f"Bearer {settings.SERVICE_TOKEN}".encode()


def _body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > BODY_CAP:
        raise ApiError(413, "too_large", "The body is larger than 16 kB.")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "not_json", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise ApiError(400, "not_json", "The body must be a JSON object.")
    return body


def _conversation_id(body: dict[str, Any]) -> uuid.UUID:
    try:
        conversation_id = uuid.UUID(str(body.get("conversation_id")))
    except ValueError as error:
        raise ApiError(422, "conversation", "conversation_id is not a UUID.") from error
    if not Conversation.objects.filter(pk=conversation_id).exists():
        raise ApiError(422, "conversation", "There is no such conversation.")
    return conversation_id


def _choice(body: dict[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = body.get(name)
    if value not in choices:
        raise ApiError(422, name, f"{name} must be one of: {', '.join(choices)}.")
    return str(value)


@internal
def leads(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Stores a lead: 201 new, 200 the same again, 409 same key with other content, 422 with field errors."""
    key = request.headers.get("Idempotency-Key", "")
    if key != f"{body.get('conversation_id')}:{body.get('form_run')}" or len(key) > 120:
        raise ApiError(422, "key", "Idempotency-Key must be <conversation_id>:<form_run>.")
    try:
        stored = take_in(key=key, body=body)
    except InvalidLead as problem:
        return error_response(422, "invalid", "The lead cannot be stored as it is.", fields=problem.fields)
    except KeyReused:
        return error_response(409, "key_reused", "This form run has stored a lead with other content.")
    answer = {"reference": stored.lead.reference, "lead_id": str(stored.lead.pk)}
    return JsonResponse(answer, status=201 if stored.created else 200)


@internal
def handoffs(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Opens a request for a person."""
    reason = str(body.get("reason") or "")
    opened, created = open_request(conversation_id=_conversation_id(body), kind="handoff", reason=reason)
    answer = {"request_id": str(opened.pk), "staff_online": staff_online()}
    return JsonResponse(answer, status=201 if created else 200)


@internal
def privacy_requests(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Opens a privacy request with a due date."""
    kind = _choice(body, "kind", ("erase", "access", "question"))
    opened, created = open_privacy_request(conversation_id=_conversation_id(body), kind=kind)
    answer = {"request_id": str(opened.pk), "due_on": opened.due_on.isoformat()}
    return JsonResponse(answer, status=201 if created else 200)


@internal
def revocations(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Takes consent back on the given channels."""
    channels = body.get("channels")
    if not isinstance(channels, list) or not channels or not set(map(str, channels)) <= set(CHANNELS):
        raise ApiError(422, "channels", f"channels must be a list of: {', '.join(CHANNELS)}.")
    revoked = revoke_conversation(
        conversation_id=_conversation_id(body), channels=channels, wording=str(body.get("wording") or "")
    )
    return JsonResponse({"revoked": revoked}, status=201 if revoked else 200)


@internal
def reports(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Opens a report of a side effect or a complaint."""
    kind = _choice(body, "kind", ("side_effect", "complaint"))
    opened, created = open_request(conversation_id=_conversation_id(body), kind=kind)
    return JsonResponse({"request_id": str(opened.pk)}, status=201 if created else 200)
