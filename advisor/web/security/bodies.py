"""Refuses bodies that are larger than anything a page sends, before they are read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from advisor.web.pages.errors import too_large

LARGEST_UPLOAD = 21 * 1024 * 1024
"""A workbook of the largest size that batches read, with its form."""
UPLOADS = ("/batches/",)


class BodyLimitMiddleware:
    """Answers 413 where a body is announced larger than its page allows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on, or refuse."""
        largest = LARGEST_UPLOAD if request.path.startswith(UPLOADS) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > largest:
            return too_large(request, largest)
        return self.get_response(request)
