"""One person on their own machine, in a process of its own: says what they get, as JSON.

Settings are read once a process, so an installation without accounts needs one of its own.
"""

import json
import sys

from advisor.web.serving.serve import prepare

prepare()

from django.test import Client  # noqa: E402 - Django is set up only now
from django.urls import reverse  # noqa: E402

from advisor.web.accounts.models import User  # noqa: E402
from advisor.web.advice import questionnaire  # noqa: E402
from advisor.web.collaborations.models import Assessment  # noqa: E402

HOSTS = ["localhost", "127.0.0.1", "[::1]", "advice.example.org", "192.168.1.5", "localhost.evil.example"]


def statuses(client: Client) -> dict[str, int]:
    """Return what each address answers."""
    places = ("/", "/collaborations/", "/batches/", "/api/tokens/", "/privacy/")
    team = ("/account/", "/account/login/", "/people/", "/people/invite/", "/audit/")
    return {place: client.get(place).status_code for place in (*places, *team)}


def answered(client: Client) -> str:
    """Make an assessment, answer its first question, and return the address of its result."""
    client.post(reverse("collaboration-new"), {"name": "Kept to ourselves", "questionnaire": "rapid"})
    made = Assessment.objects.get()
    question = questionnaire("rapid").questions[0]
    page = client.get(reverse("question", args=[made.pk, question.id])).content.decode()
    state = page.split('name="state" value="')[1].split('"')[0]
    client.post(reverse("question", args=[made.pk, question.id]), {"stage": "established", "state": state})
    made.refresh_from_db()
    assert made.case["answers"] == {"stage": "established"}, made.case
    return reverse("result", args=[made.pk])


def fails(*_: object, **__: object) -> None:
    """Stand for a page with a fault."""
    raise RuntimeError("a fault of ours")


client = Client(headers={"Host": "localhost"}, raise_request_exception=False)
told = {"statuses": statuses(client)}
result = answered(client)
told["result"] = client.get(result).status_code
Advisor.explain = fails
told["fault"] = client.get(f"{result}why/trust/").status_code
told["hosts"] = {host: Client(headers={"Host": host}).get("/privacy/").status_code for host in HOSTS}
told["people"] = User.objects.count()
json.dump(told, sys.stdout)
