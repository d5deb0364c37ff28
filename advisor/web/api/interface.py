"""The interface for programs as a whole: its description, and what becomes of every error."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from advisor import __version__
from advisor.errors import CommandError, InputRefused
from advisor.web.api.calls import router
from advisor.web.api.guard import ByToken
from advisor.web.collaborations.answers import AnsweredMeanwhile
from advisor.web.reports.sending import FileGone, NotReady
from advisor.web.security.rates import TooOften

interface = NinjaAPI(
    title="Collaboration advisor",
    version=__version__,
    description=(
        "Advice, with its reasons, for health and care organisations that work together. "
        "Send the token that you made under “For programs” as “Authorization: Bearer …”. "
        "What is not answered is unknown, and never counts as “no”."
    ),
    urls_namespace="api",
    auth=ByToken(),
    docs_url=None,
    openapi_url="/openapi.json",
)
interface.add_router("", router)


def _refused(request: HttpRequest, status: HTTPStatus, detail: str, problems: Any = ()) -> HttpResponse:
    return interface.create_response(request, {"detail": detail, "problems": list(problems)}, status=status)


@interface.exception_handler(InputRefused)
def input_refused(request: HttpRequest, error: InputRefused) -> HttpResponse:
    """Answer 422 with every problem."""
    problems = [one.text for one in error.problems]
    return _refused(request, HTTPStatus.UNPROCESSABLE_ENTITY, "The answers cannot be used.", problems)


@interface.exception_handler(CommandError)
def no_such_thing(request: HttpRequest, error: CommandError) -> HttpResponse:
    """Answer 422 where something was named that is not there, with what is nearest."""
    return _refused(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


@interface.exception_handler(AnsweredMeanwhile)
def answered_meanwhile(request: HttpRequest, error: AnsweredMeanwhile) -> HttpResponse:
    """Answer 409: nothing was overwritten."""
    version = error.assessment.version
    detail = f"Somebody answered meanwhile; the version is {version} now. Read the answers again, then save."
    return _refused(request, HTTPStatus.CONFLICT, detail)


@interface.exception_handler(TooOften)
def too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    """Answer 429."""
    return _refused(request, HTTPStatus.TOO_MANY_REQUESTS, "Too many calls. Wait a minute and go on.")


@interface.exception_handler(NotReady)
def not_ready(request: HttpRequest, error: NotReady) -> HttpResponse:
    """Answer 409."""
    return _refused(request, HTTPStatus.CONFLICT, "The report is not ready. Ask how far it is, then again.")


@interface.exception_handler(FileGone)
def file_gone(request: HttpRequest, error: FileGone) -> HttpResponse:
    """Answer 410."""
    return _refused(request, HTTPStatus.GONE, "The file was tidied away. Ask for the report once more.")
