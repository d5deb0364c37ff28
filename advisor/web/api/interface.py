"""The interface for other software as a whole: its description, and what becomes of every error."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from advisor import __version__
from advisor.errors import CommandError, InputRefused
from advisor.web.accounts.scope import Scope
from advisor.web.api.calls import router, scope_of
from advisor.web.api.guard import ByToken
from advisor.web.api.refusals import MEANINGS, in_words
from advisor.web.collaborations.answers import AnsweredMeanwhile, Answering, answering, last_answered_by
from advisor.web.reports.sending import FileGone, NotReady
from advisor.web.security.bounds import NoRoom
from advisor.web.security.rates import TooOften


class Interface(NinjaAPI):
    """The calls with a description that says what each refusal means."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description."""
        schema = super().get_openapi_schema(**options)
        for calls in schema["paths"].values():
            for call in calls.values():
                call["responses"] = dict(sorted(call["responses"].items()))
                for status, answer in call["responses"].items():
                    answer["description"] = MEANINGS.get(status, answer["description"])
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of a call: programs that are made from the description use it."""
        return operation.view_func.__name__


interface = Interface(
    title="Collaboration advisor",
    version=__version__,
    description=(
        "Advice, with its reasons, for health and care organisations that work together. "
        "Send the token that you made under “Connect other software” as “Authorization: Bearer …”. "
        "What is not answered is unknown, and never counts as “no”."
    ),
    urls_namespace="api",
    auth=ByToken(),
    docs_url=None,
    openapi_url="/openapi.json",
)
interface.add_router("", router)


def _refused(
    request: HttpRequest, status: HTTPStatus, detail: str, problems: Iterable[str] = ()
) -> HttpResponse:
    return interface.create_response(request, {"detail": detail, "problems": list(problems)}, status=status)


# ── What was sent ────────────────────────────────────────────────────────────────────────────────


@interface.exception_handler(ValidationError)
def not_as_described(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 422 with every place where a call is not as its description says."""
    detail = "The call cannot be used as it is. Mend each problem and send it again."
    return _refused(request, HTTPStatus.UNPROCESSABLE_ENTITY, detail, in_words(error.errors))


@interface.exception_handler(InputRefused)
def input_refused(request: HttpRequest, error: InputRefused) -> HttpResponse:
    """Answer 422 with every problem."""
    problems = [one.text for one in error.problems]
    return _refused(request, HTTPStatus.UNPROCESSABLE_ENTITY, "The answers cannot be used.", problems)


@interface.exception_handler(CommandError)
def no_such_thing(request: HttpRequest, error: CommandError) -> HttpResponse:
    """Answer 422 where something was named that is not there, with what is nearest."""
    return _refused(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


@interface.exception_handler(HttpError)
def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer 400: the one thing that the library itself refuses in this way is a body that is not JSON."""
    detail = "The body cannot be read as JSON. Check its quotes, commas and braces, and send it again."
    return _refused(request, HTTPStatus(error.status_code), detail)


# ── Who calls, and how often ─────────────────────────────────────────────────────────────────────


@interface.exception_handler(AuthenticationError)
def not_known(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer 401."""
    detail = (
        "No token was sent that opens anything. Make one under “Connect other software”, and send it in the "
        "header “Authorization: Bearer …”."
    )
    answer = _refused(request, HTTPStatus.UNAUTHORIZED, detail)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@interface.exception_handler(PermissionDenied)
def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Answer 403."""
    detail = "Your role, or the share, does not allow this. An administrator can change that."
    return _refused(request, HTTPStatus.FORBIDDEN, detail)


@interface.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer 404."""
    detail = "There is no such thing, or you may not see it. Check the address and the ids in it."
    return _refused(request, HTTPStatus.NOT_FOUND, detail)


@interface.exception_handler(TooOften)
def too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    """Answer 429 with the seconds to wait."""
    detail = f"Too many calls. Wait {error.wait} seconds and go on."
    answer = _refused(request, HTTPStatus.TOO_MANY_REQUESTS, detail)
    answer.headers["Retry-After"] = str(error.wait)
    return answer


# ── How things stand ─────────────────────────────────────────────────────────────────────────────


@interface.exception_handler(AnsweredMeanwhile)
def answered_meanwhile(request: HttpRequest, error: AnsweredMeanwhile) -> HttpResponse:
    """Answer 409: nothing was overwritten."""
    now = answering(error.assessment)
    detail = (
        f"Somebody answered meanwhile; the version is {error.assessment.version} now. Nothing was saved. "
        "Read the answers again, then save."
    )
    problems = [_contested(scope_of(request), now, fact) for fact in sorted(error.contested)]
    return _refused(request, HTTPStatus.CONFLICT, detail, problems)


def _contested(scope: Scope, now: Answering, fact: str) -> str:
    who = last_answered_by(scope, now, [fact])
    return f"“{fact}” has another answer" + (f", by {who}." if who else ".")


@interface.exception_handler(NoRoom)
def no_room(request: HttpRequest, error: NoRoom) -> HttpResponse:
    """Answer 409 where as much is kept as may be."""
    return _refused(request, HTTPStatus.CONFLICT, str(error))


@interface.exception_handler(NotReady)
def not_ready(request: HttpRequest, error: NotReady) -> HttpResponse:
    """Answer 409."""
    return _refused(request, HTTPStatus.CONFLICT, "The report is not ready. Ask how far it is, then again.")


@interface.exception_handler(FileGone)
def file_gone(request: HttpRequest, error: FileGone) -> HttpResponse:
    """Answer 410."""
    return _refused(request, HTTPStatus.GONE, "The file was tidied away. Ask for the report once more.")
