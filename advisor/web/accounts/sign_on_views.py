"""The way to the organisation’s own sign-on."""

import logging
from http import HTTPStatus

from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

logger = logging.getLogger(__name__)


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider; where it cannot be reached, say so.

    A page sends the browser there, and no redirect does. A redirect would still belong to the form that was
    sent, and browsers hold all of its way against our content policy: through sites that the provider leads
    to, whose names we cannot know.
    """
    try:
        answer: HttpResponse = views.login(request, provider_id)
    except OSError as error:  # what the HTTP library raises, timeouts and nonsense too
        logger.warning("The sign-on provider gave no answer to use: %s", type(error).__name__)
        return render(request, "socialaccount/authentication_error.html", status=HTTPStatus.BAD_GATEWAY)
    if isinstance(answer, HttpResponseRedirect):
        return render(request, "socialaccount/going_on.html", {"place": answer.url})
    return answer
