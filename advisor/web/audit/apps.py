"""The audit trail as a part of the app: it listens to signing in and out."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Begins to listen once everything is there."""

    name = "advisor.web.audit"

    def ready(self) -> None:
        """Listen."""
        from advisor.web.audit import signing_in  # noqa: F401, PLC0415 - models are there only now
