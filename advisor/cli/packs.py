"""``advisor packs``: which packs of evidence there are beside the two papers."""

import textwrap

import click

from advisor.cli.options import text_or_json
from advisor.cli.outputs import as_json
from advisor.cli.screen import write_to_output

WIDTH = 90


@click.command("packs", short_help="List the packs of evidence beyond the two papers.")
@text_or_json
def command(form: str) -> None:
    """List the packs of evidence that come with the product, each off unless it is asked for.

    The core pack is the two papers, and it is always there.
    Other packs add questions and advice, and a label beside all of it says where it comes from.
    A pack of your own is a folder; “rules/README.md” says how to write one.

    \b
    Examples:
      advisor packs
      advisor assess answers.yaml --pack further-evidence -o report.pdf
      advisor ask --pack my-packs/our-trust
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.content.packs import shipped_packs
    from advisor.service import Advisor

    knowledge = Advisor.load(packs=tuple(shipped_packs())).knowledge
    core = {
        "id": "core",
        "title": knowledge.title,
        "what": "The two papers. Always there.",
        "date": knowledge.date,
        "hash": knowledge.hash,
        "behind": "The makers of this product",
        "statements": sum(knowledge.pack_of("statements", one) is None for one in knowledge.advice.by_id),
        "questions": None,
    }
    listed = [core] + [
        {
            **pack.head.model_dump(include={"id", "title", "what", "date", "behind"}),
            "hash": pack.hash,
            "statements": len(pack.brings.get("statements", ())),
            "questions": len(pack.brings.get("questions", ())),
        }
        for pack in knowledge.packs
    ]
    if form == "json":
        write_to_output(as_json(listed).encode())
        return
    for one in listed:
        asks = f", {one['questions']} questions" if one["questions"] else ""
        click.secho(f"{one['id']}: {one['title']}", bold=True)
        lines = (
            str(one["what"]),
            f"{one['statements']} statements{asks}. Date {one['date']}, hash {one['hash']}.",
            f"Who stands behind it: {one['behind']}.",
        )
        for line in lines:
            click.echo(textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="  "))
