"""Prepares a team installation with many people, each signed in: ``python -m tests.load.preparing 50``.

It runs in a process of its own, before the app is served, and writes JSON: for each person the cookies of a
browser, and where the assessment is that they answer. Passwords and codes are tested elsewhere.
"""

import json
import sys


def people(count):
    """Make facilitators, each with a collaboration of their own; return how a browser goes on from there."""
    from advisor.web.serving.serve import prepare

    prepare()
    # Only now: these need Django.
    from django.test import Client

    from advisor.web.accounts.models import Membership, Organisation, User
    from advisor.web.accounts.roles import Role
    from advisor.web.accounts.scope import Scope
    from advisor.web.collaborations.answers import begin
    from advisor.web.collaborations.models import Collaboration

    organisation = Organisation.objects.create(name="Harrowmoor NHS Trust")
    for number in range(count):
        user = User.objects.create_user(f"person{number}@example.org", name=f"Person {number}")
        scope = Scope(Membership.objects.create(user=user, organisation=organisation, role=Role.FACILITATOR))
        network = Collaboration.objects.create(organisation=organisation, name=f"Network {number}")
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        yield {
            "cookies": {name: cookie.value for name, cookie in browser.cookies.items()},
            "assessment": f"/assessments/{begin(scope, network, 'rapid').pk}/",
        }


if __name__ == "__main__":
    print(json.dumps(list(people(int(sys.argv[1])))))
