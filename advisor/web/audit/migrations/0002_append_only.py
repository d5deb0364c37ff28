"""The database itself refuses to change or delete what the trail holds."""

from typing import Any

from django.db import migrations

REFUSAL = "The audit trail is never changed or deleted."
SQLITE = [
    f"CREATE TRIGGER audit_event_no_{name} BEFORE {name.upper()} ON audit_event "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for name in ("update", "delete")
]
FUNCTION = (
    "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
)
TRIGGER = (
    "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
    "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()"
)


def protect(apps: Any, schema_editor: Any) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": [FUNCTION, TRIGGER]}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(protect)]
