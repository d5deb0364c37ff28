"""``advisor schema``: the JSON Schemas of what goes in and what comes out."""

from pathlib import Path

import click

from advisor.cli.screen import write_to_output
from advisor.content.whole_files import write_whole


@click.command("schema", short_help="Print the JSON Schema of answers files or of results.")
@click.argument("what", type=click.Choice(["answers", "result"]), metavar="[answers|result]")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file.")
def command(what: str, output: Path | None) -> None:
    """Print the JSON Schema of answers files, or of results in JSON.

    Programs that write answers or read results can check them against it.

    \b
    Examples:
      advisor schema answers
      advisor schema result -o result.schema.json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    content = schema_text(what).encode()
    if output is None:
        write_to_output(content)
        return
    write_whole(output, content)
    click.echo(f"Wrote {output}")


def schema_text(what: str) -> str:
    """Return a schema as text: “answers” or “result”."""
    import json

    from advisor.model.schemas import answers_schema, result_schema

    if what == "result":
        schema = result_schema()
    else:
        from advisor.service import Advisor

        schema = answers_schema(Advisor.load().knowledge.vocabulary)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
