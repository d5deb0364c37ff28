"""Takes one row of a batch over as a collaboration of the organisation."""

from django.db import transaction

from advisor.content.answers_file import SavedAnswers
from advisor.web.accounts.scope import Scope
from advisor.web.batches.models import Batch
from advisor.web.batches.understood import rows_at
from advisor.web.collaborations.answers_files import take_in
from advisor.web.collaborations.models import Assessment, Collaboration

REGION = Collaboration._meta.get_field("region").max_length  # noqa: SLF001 - Django’s own name for it


@transaction.atomic
def take_over(scope: Scope, batch: Batch, number: int) -> Assessment | None:
    """Begin a collaboration with the answers of a row; none where there is no such row that can be used."""
    row = next((one for one in rows_at(batch.place.rows) if one.number == number), None)
    if row is None or row.case is None:
        return None
    made = take_in(scope, SavedAnswers(row.case), row.name)
    region = row.carried.get("region", "")[:REGION]
    if region:
        made.collaboration.region = region
        made.collaboration.save(update_fields=["region"])
    return made
