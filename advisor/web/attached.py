"""Files that a browser saves and never shows."""

from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

Answer = TypeVar("Answer", HttpResponse, StreamingHttpResponse)


def attached(answer: Answer, name: str) -> Answer:
    """Return an answer that is saved under a name, whatever letters that name has; files are in English."""
    answer["Content-Language"] = "en"
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return answer
