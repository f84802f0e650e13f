"""The one error shape of the gateway: `{"error": {"code", "message"}}` with the right status."""

from collections.abc import Mapping

from django.http import JsonResponse


class ApiError(Exception):
    """A refusal with a sentence that a person can act on."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after

    def response(self, fields: Mapping[str, str] | None = None) -> JsonResponse:
        """The answer with this error, `Retry-After` included."""
        return error_response(self.status, self.code, self.message, retry_after=self.retry_after, fields=fields)


def error_response(
    status: int,
    code: str,
    message: str,
    *,
    retry_after: int | None = None,
    fields: Mapping[str, str] | None = None,
) -> JsonResponse:
    """An error answer. `fields` names the fields at fault (internal API only)."""
    error: dict[str, object] = {"code": code, "message": message}
    if fields:
        error["fields"] = dict(fields)
    response = JsonResponse({"error": error}, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
