"""``advisor graph``: which question feeds which rule, and which advice comes of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.options import with_outputs, with_packs, with_rules
from advisor.cli.outputs import as_json, on_standard_output, planned
from advisor.cli.screen import working
from advisor.errors import CommandError

if TYPE_CHECKING:
    from advisor.report.graph.data import Graph, Node
    from advisor.report.graph.trace import Part
    from advisor.service import Advisor

SUFFIXES = {".svg": "svg", ".json": "json", ".txt": "text", ".text": "text"}


@click.command("graph", short_help="Show what feeds a rule, and what it feeds.")
@click.argument("name", required=False, metavar="[ID]")
@with_outputs(SUFFIXES)
@click.option("--all", "everything", is_flag=True, help="With an ID: follow it through every area too.")
@click.option("--web", is_flag=True, help="Show the web of cause and effect instead.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --web: light what is at work in the case of this answers file.",
)
@with_rules
@with_packs
def command(
    name: str | None,
    outputs: tuple[str, ...],
    form: str | None,
    everything: bool,
    web: bool,
    answers: Path | None,
    rules: Path | None,
    packs: tuple[str, ...],
) -> None:
    """Show how questions lead to facts, facts to rules, and rules to recommendations.

    ID is any id: of a question, a fact, a context, a mechanism, a statement or a recommendation.
    Where two share an id, write the kind before it, such as question:C1 or context:quick_wins.
    Without ID, everything is shown.

    \b
    Examples:
      advisor graph T3
      advisor graph T3 -o quick-wins.svg
      advisor graph context:quick_wins
      advisor graph -o everything.svg
      advisor graph --web --answers answers.yaml
      advisor graph --web --answers answers.yaml -o web.svg
      advisor graph --format json > graph.json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    places = planned(outputs, form, SUFFIXES, [answers] if answers else [])
    _refuse_what_does_not_fit(name, answers, everything=everything, web=web)
    with working("Drawing"):
        from advisor.service import Advisor

        advisor = Advisor.load(rules, packs)
        draw, notes = (_web(advisor, answers), []) if web else _graph(advisor, name, everything)
        drawn = [(place, draw(place.form)) for place in places]
    for place, text in drawn:
        place.write(text.encode())
        if not place.is_standard_output:
            click.echo(f"Wrote {place.name}", err=on_standard_output(places))
    for note in notes:
        click.echo(note, err=True)


def _refuse_what_does_not_fit(name: str | None, answers: Path | None, *, everything: bool, web: bool) -> None:
    if answers is not None and not web:
        raise CommandError("--answers lights the web of cause and effect; add --web.")
    if web and name is not None:
        raise CommandError(f"--web shows the whole web; leave “{name}” out, or leave --web out.")
    if everything and name is None:
        raise CommandError("--all follows one ID through every area; add an ID, or leave --all out.")


def _graph(advisor: "Advisor", name: str | None, everything: bool) -> tuple[Callable[[str], str], list[str]]:
    """Return what draws the graph in a format, and what is to be said beside it."""
    from advisor.report.graph.reading import read_graph
    from advisor.report.graph.trace import around, whole
    from advisor.report.graph.words import graph_words

    graph = read_graph(advisor.knowledge, advisor.questionnaires["full"])
    notes: list[str] = []
    if name is None:
        part = whole(graph)
    else:
        focus, others = _find(graph, name, advisor)
        notes = [graph_words().say("text.also", name=name, node=each.key) for each in others]
        part = around(graph, focus, everything=everything)
    return partial(_drawn, graph, part), notes


def _drawn(graph: "Graph", part: "Part", form: str) -> str:
    if form == "json":
        from advisor.report.graph.trace import as_data

        return as_json(as_data(graph, part))
    if form == "svg":
        from advisor.report.graph.picture import graph_svg

        return graph_svg(graph, part)
    from advisor.report.graph.text import graph_text

    return graph_text(graph, part)


def _find(graph: "Graph", name: str, advisor: "Advisor") -> "tuple[Node, list[Node]]":
    """Return what an id names, and what else bears it; what no rule in use bears may stand in a pack."""
    from advisor.content.packs import shipped_packs
    from advisor.report.graph.trace import find

    try:
        return find(graph, name)
    except CommandError as error:
        used = {pack.head.id for pack in advisor.knowledge.packs}
        others = [one for one in shipped_packs() if one not in used]
        hint = f" (its folder, or {' or '.join(others)})" if others else ""
        raise CommandError(f"{error} If it stands in a pack, add --pack and the pack{hint}.") from error


def _web(advisor: "Advisor", answers: Path | None) -> Callable[[str], str]:
    """Return what draws the web of cause and effect in a format."""
    from advisor.model.case import Case
    from advisor.report.graph.web import web_data, web_svg, web_text

    given = answers is not None
    result = advisor.assess(Case(name="", answers={}) if answers is None else advisor.read_case(answers))

    def draw(form: str) -> str:
        if form == "json":
            return as_json(web_data(result, advisor.knowledge, case=given))
        return (web_svg if form == "svg" else web_text)(result, advisor.knowledge, case=given)

    return draw
