"""One person on their own machine, in a process of its own: says what they get, as JSON.

Settings are read once a process, so an installation without accounts needs one of its own.
"""

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

HOSTS = ["localhost", "127.0.0.1", "[::1]", "advice.example.org", "192.168.1.5", "localhost.evil.example"]
PLACES = ("/", "/collaborations/", "/batches/", "/api/tokens/", "/privacy/")
OF_TEAMS = ("/account/", "/account/login/", "/people/", "/people/invite/", "/audit/")


def answered(client: "Client") -> str:
    """Make an assessment, answer its first question, and return the address of its result."""
    from django.urls import reverse

    from advisor.web.advice import questionnaire
    from advisor.web.collaborations.models import Assessment

    client.post(reverse("collaboration-new"), {"name": "Kept to ourselves", "questionnaire": "rapid"})
    made = Assessment.objects.get()
    question = questionnaire("rapid").questions[0]
    place = reverse("question", args=[made.pk, question.id])
    state = client.get(place).content.decode().split('name="state" value="')[1].split('"')[0]
    client.post(place, {"stage": "established", "state": state})
    made.refresh_from_db()
    assert made.case["answers"] == {"stage": "established"}, made.case
    return reverse("result", args=[made.pk])


def fails(*_: object, **__: object) -> None:
    """Stand for a page with a fault."""
    raise RuntimeError("a fault of ours")


def main() -> None:
    """Try everything once."""
    from advisor.web.serving.serve import prepare

    prepare()
    from django.test import Client

    from advisor.service import Advisor
    from advisor.web.accounts.models import User

    client = Client(headers={"Host": "localhost"}, raise_request_exception=False)
    told = {"statuses": {place: client.get(place).status_code for place in (*PLACES, *OF_TEAMS)}}
    result = answered(client)
    told["result"] = client.get(result).status_code
    Advisor.explain = fails
    told["fault"] = client.get(f"{result}why/trust/").status_code
    told["hosts"] = {host: Client(headers={"Host": host}).get("/privacy/").status_code for host in HOSTS}
    told["people"] = User.objects.count()
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
