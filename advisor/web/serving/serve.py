"""``advisor serve``: prepares what the app needs, and serves it until somebody stops it."""

import os

import django
from django.core.management import call_command

from advisor.web.deployment import Deployment


def prepare() -> Deployment:
    """Make the data folder, the database and its tables; raises CommandError where that cannot be done."""
    deployment = Deployment.read()
    deployment.prepare()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.web.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return deployment


def serve(address: str, port: int) -> None:
    """Serve until interrupted."""
    deployment = Deployment.read()
    deployment.refuse_beyond_loopback(address)
    prepare()
    import waitress  # noqa: PLC0415

    from advisor.web.wsgi import application  # noqa: PLC0415

    waitress.serve(application, host=address, port=port, threads=deployment.threads, ident=None)
