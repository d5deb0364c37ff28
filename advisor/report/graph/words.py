"""The words of ``advisor graph``, which lie beside its templates."""

from functools import cache

from advisor.content.folders import content_folder
from advisor.report.graph.data import Node
from advisor.report.texts import Texts, texts


@cache
def graph_words() -> Texts:
    """Return the words of the graph."""
    return Texts(content_folder("report_templates") / "graph")


def shown(node: Node) -> str:
    """Return a node in words, with the pack it comes from, where that is not the core pack."""
    return texts().titled(node.name, node.pack)
