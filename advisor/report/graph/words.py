"""The words of ``advisor graph``, which lie beside its templates."""

from functools import cache

from advisor.content.folders import content_folder
from advisor.report.texts import Texts


@cache
def graph_words() -> Texts:
    """Return the words of the graph."""
    return Texts(content_folder("report_templates") / "graph")
