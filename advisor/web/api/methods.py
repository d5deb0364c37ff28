"""Answers in the one shape where an address of the interface has no such method."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase, JsonResponse

PLACE = "/api/v1/"


class MethodsMiddleware:
    """Words what the library answers by itself with 405: it has no handler for that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on, and word what comes back."""
        answer = self.get_response(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not request.path.startswith(PLACE):
            return answer
        allowed = ", ".join(sorted(answer.headers["Allow"].split(", ")))
        detail = f"This address has no method {request.method}. Use {allowed}."
        refused = {"detail": detail, "problems": []}
        return JsonResponse(refused, status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": allowed})
