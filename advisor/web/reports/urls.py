"""Addresses of reports."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def coming(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer that nothing is here yet."""
    raise Http404


urlpatterns = [
    path("", coming, name="reports"),
]
