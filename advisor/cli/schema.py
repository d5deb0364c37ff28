"""``advisor schema``: the JSON Schemas of what goes in, what comes out and what authors write."""

from pathlib import Path

import click

from advisor.cli.schema_files import SCHEMAS
from advisor.cli.screen import write_to_output
from advisor.content.whole_files import write_whole


@click.command("schema", short_help="Print the JSON Schema of answers, results or content files.")
@click.argument("what", type=click.Choice(list(SCHEMAS)), metavar="WHAT")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file.")
def command(what: str, output: Path | None) -> None:
    """Print the JSON Schema of WHAT.

    Programs that write answers or read results can check them against “answers”, “result” and
    “portfolio”.
    Explanations as JSON have theirs: explain, explainables, whatif, levers, sensitivity, next and compare.
    The others are for editors, which then complete names of keys and underline mistakes: rules,
    examples, questionnaire, knowledge-base, pack, pack-questions, style, opposites, exceptions,
    wordings and web-layout.

    \b
    Examples:
      advisor schema answers
      advisor schema result -o result.schema.json
      advisor schema rules -o docs/schemas/rules.schema.json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    content = schema_text(what).encode()
    if output is None:
        write_to_output(content)
        return
    write_whole(output, content)
    click.echo(f"Wrote {output}")


def schema_text(what: str) -> str:
    """Return a schema as text."""
    import json

    return json.dumps(SCHEMAS[what](), indent=2, ensure_ascii=False) + "\n"
