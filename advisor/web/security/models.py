"""How often something was asked for, as it is kept."""

from typing import ClassVar

from django.db import models


class Rate(models.Model):
    """Tries of one kind by one person or address, in a window of time.

    ``ends`` counts seconds since 1970, as clocks of programs do.
    """

    name = models.CharField(max_length=200, primary_key=True)
    tries = models.PositiveIntegerField()
    ends = models.FloatField(db_index=True)

    class Meta:
        """By name."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return whose tries they are, and of what."""
        return self.name
