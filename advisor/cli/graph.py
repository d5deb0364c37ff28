"""``advisor graph``: which question feeds which rule, and which advice comes of it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.screen import working, write_to_output
from advisor.content.whole_files import is_there, write_whole
from advisor.errors import CommandError

if TYPE_CHECKING:
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
@click.option("--web", is_flag=True, help="Draw the web of cause and effect instead; needs -o or --format.")
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
      advisor graph --web -o web.svg
      advisor graph --web --answers answers.yaml -o web.svg
      advisor graph --format json > graph.json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    chosen = _form(output, form, web=web)
    _refuse_what_does_not_fit(name, answers, output, everything=everything, web=web)
    with working("Drawing"):
        from advisor.service import Advisor

        advisor = Advisor.load(rules, packs)
        text, notes = (_web(advisor, answers), []) if web else _graph(advisor, name, chosen, everything)
    if output is None:
        write_to_output(text.encode())
    else:
        write_whole(output, text.encode())
        click.echo(f"Wrote {output}")
    for note in notes:
        click.echo(note, err=True)


def _form(output: Path | None, form: str | None, *, web: bool) -> str:
    by_ending = SUFFIXES.get(output.suffix.lower()) if output is not None else None
    if output is not None and by_ending is None and form is None:
        raise CommandError(
            f"“{output}” does not say what to write: end it in .svg, .json or .txt, or add --format."
        )
    if by_ending is not None and form is not None and form != by_ending:
        raise CommandError(f"--format {form} does not fit the ending of {output}; leave one of the two out.")
    chosen = form or by_ending or "text"
    if web and chosen != "svg":
        raise CommandError(
            "The web is a picture: add -o web.svg, or --format svg."
            " For the same in words: advisor graph trust, or another area."
        )
    return chosen


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
    from advisor.report.graph.trace import around, as_data, find, whole
    from advisor.report.graph.words import graph_words

    graph = read_graph(advisor.knowledge, advisor.questionnaires["full"])
    notes: list[str] = []
    if name is None:
        part = whole(graph)
    else:
        focus, others = find(graph, name)
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


def _web(advisor: "Advisor", answers: Path | None) -> str:
    from advisor.model.case import Case
    from advisor.report.graph.web import web_svg

    case = advisor.read_case(answers) if answers is not None else Case(name="", answers={})
    return web_svg(advisor.assess(case), advisor.knowledge, case=answers is not None)
