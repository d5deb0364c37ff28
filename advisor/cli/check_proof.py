"""``advisor check --proof`` and ``--mutants``: what holds of every case, and which faults nothing notices."""

from collections.abc import Iterator
from pathlib import Path

import click

from advisor.cli.screen import working, write_to_output

NOT_PROVED = 3


def run(paths: tuple[Path, ...], form: str, *, proof: bool, mutants: bool) -> int:
    """Prove the folders of rules that are named, or the rules of the product; return the exit code.

    Args:
        paths: Folders of rules.
        form: text or json.
        proof: Whether to prove by search.
        mutants: Whether to spoil the rules.
    """
    sound = True
    told: list[str] = []
    for part, lines in _parts(paths, proof=proof, mutants=mutants):
        sound = sound and part
        told += lines
    if form == "json":
        import json

        data = {"sound": sound, "lines": told}
        write_to_output((json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
    else:
        for line in told:
            click.echo(line)
    return 0 if sound else NOT_PROVED


def _parts(paths: tuple[Path, ...], *, proof: bool, mutants: bool) -> Iterator[tuple[bool, list[str]]]:
    for folder in paths or (None,):
        if proof:
            from advisor.proof.search.proof import prove

            with working("Proving"):
                proved = prove(folder)
            yield proved.sound, list(proved.lines())
        if mutants:
            from advisor.proof.mutants.run import mutate

            with working("Spoiling rules"):
                mutated = mutate(folder)
            yield mutated.sound, list(mutated.lines())
