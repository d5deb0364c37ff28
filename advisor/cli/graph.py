"""``advisor graph``: which question feeds which rule, and which advice comes of it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.screen import working, write_to_output
from advisor.content.whole_files import is_there, write_whole
from advisor.errors import CommandError

if TYPE_CHECKING:
    from advisor.report.graph.data import Graph, Node
    from advisor.service import Advisor

FORMATS = ("text", "svg", "json")
SUFFIXES = {".svg": "svg", ".json": "json", ".txt": "text", ".text": "text"}


@click.command("graph", short_help="Show what feeds a rule, and what it feeds.")
@click.argument("name", required=False, metavar="[ID]")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Default: as the file ends (.svg, .json, .txt), else text.",
)
@click.option("--all", "everything", is_flag=True, help="With an ID: follow it through every area too.")
@click.option("--web", is_flag=True, help="Show the web of cause and effect instead.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --web: light what is at work in the case of this answers file.",
)
@click.option(
    "--rules",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Use the rules in this folder instead of those that come with the product.",
)
@click.option("--pack", "packs", multiple=True, metavar="PACK", help="Add a pack: its id, or its folder.")
def command(
    name: str | None,
    output: Path | None,
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
    chosen = _form(output, form)
    _refuse_what_does_not_fit(name, answers, output, everything=everything, web=web)
    with working("Drawing"):
        from advisor.service import Advisor

        advisor = Advisor.load(rules, packs)
        text, notes = (
            (_web(advisor, answers, chosen), []) if web else _graph(advisor, name, chosen, everything)
        )
    if output is None:
        write_to_output(text.encode())
    else:
        write_whole(output, text.encode())
        click.echo(f"Wrote {output}")
    for note in notes:
        click.echo(note, err=True)


def _form(output: Path | None, form: str | None) -> str:
    by_ending = SUFFIXES.get(output.suffix.lower()) if output is not None else None
    if output is not None and by_ending is None and form is None:
        raise CommandError(
            f"“{output}” does not say what to write: end it in .svg, .json or .txt, or add --format."
        )
    if by_ending is not None and form is not None and form != by_ending:
        raise CommandError(f"--format {form} does not fit the ending of {output}; leave one of the two out.")
    return form or by_ending or "text"


def _refuse_what_does_not_fit(
    name: str | None, answers: Path | None, output: Path | None, *, everything: bool, web: bool
) -> None:
    if answers is not None and not web:
        raise CommandError("--answers lights the web of cause and effect; add --web.")
    if web and name is not None:
        raise CommandError(f"--web shows the whole web; leave “{name}” out, or leave --web out.")
    if everything and name is None:
        raise CommandError("--all follows one ID through every area; add an ID, or leave --all out.")
    if answers and output and is_there(answers) and is_there(output) and output.samefile(answers):
        raise CommandError(f"“{output}” is the answers file itself; choose another name.")


def _graph(advisor: "Advisor", name: str | None, form: str, everything: bool) -> tuple[str, list[str]]:
    from advisor.report.graph.reading import read_graph
    from advisor.report.graph.trace import around, as_data, whole
    from advisor.report.graph.words import graph_words

    graph = read_graph(advisor.knowledge, advisor.questionnaires["full"])
    notes: list[str] = []
    if name is None:
        part = whole(graph)
    else:
        focus, others = _find(graph, name, advisor)
        notes = [graph_words().say("text.also", name=name, node=each.key) for each in others]
        part = around(graph, focus, everything=everything)
    if form == "json":
        import json

        return json.dumps(as_data(graph, part), ensure_ascii=False, indent=1) + "\n", notes
    if form == "svg":
        from advisor.report.graph.picture import graph_svg

        return graph_svg(graph, part), notes
    from advisor.report.graph.text import graph_text

    return graph_text(graph, part), notes


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


def _web(advisor: "Advisor", answers: Path | None, form: str) -> str:
    from advisor.model.case import Case
    from advisor.report.graph.web import web_data, web_svg, web_text

    given = answers is not None
    result = advisor.assess(Case(name="", answers={}) if answers is None else advisor.read_case(answers))
    if form == "json":
        import json

        data = web_data(result, advisor.knowledge, case=given)
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return (web_svg if form == "svg" else web_text)(result, advisor.knowledge, case=given)
