"""``advisor check --proof``, ``--mutants`` and ``--examples`` beside them: what is proved, part by part."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import click

from advisor.cli.outputs import as_json
from advisor.cli.screen import working, write_to_output

NOT_PROVED = 3


class Part(Protocol):
    """One part of what is proved."""

    @property
    def sound(self) -> bool:
        """Whether all of it holds."""

    def lines(self) -> Iterator[str]:
        """Yield what was found and the figures, as people read them."""


def run(paths: tuple[Path, ...], form: str, *, proof: bool, mutants: bool, examples: bool = False) -> int:
    """Prove the folders of rules that are named, or the rules of the product; return the exit code.

    Args:
        paths: Folders of rules.
        form: text or json.
        proof: Whether to prove by search.
        mutants: Whether to spoil the rules.
        examples: Whether to run the examples and say what they cover.
    """
    _refuse_what_cannot_be_proved(paths, mutants=mutants)
    sound = True
    told: list[str] = []
    for part in _parts(paths, proof=proof, mutants=mutants, examples=examples):
        sound = sound and part.sound
        lines = list(part.lines())
        told += lines
        if form != "json":
            # Each part as soon as it is there: the whole takes a minute.
            click.echo("\n".join(lines))
    if form == "json":
        write_to_output(as_json({"sound": sound, "lines": told}).encode())
    return 0 if sound else NOT_PROVED


def _refuse_what_cannot_be_proved(paths: tuple[Path, ...], *, mutants: bool) -> None:
    """Raise CommandError for single files, which prove nothing, and for packs where rules are spoiled."""
    from advisor.content.packs import HEAD as PACK_HEAD
    from advisor.content.rule_folder import HEAD
    from advisor.errors import CommandError

    for path in paths:
        if path.is_file():
            raise CommandError(
                f"{path} is a single file; --proof and --mutants take a whole folder of rules."
                f" For this file alone: advisor check --examples {path}"
            )
        if (path / PACK_HEAD).is_file():
            if mutants:
                raise CommandError(
                    f"{path} is a pack; --mutants spoils a folder of rules with a {HEAD} only."
                    f" For a pack: advisor check --examples {path}"
                )
        elif not any((folder / HEAD).is_file() for folder in (path, path / "rules")):
            raise CommandError(f"{path} holds no {HEAD} and no {PACK_HEAD}, so there is nothing to prove.")


def _parts(paths: tuple[Path, ...], *, proof: bool, mutants: bool, examples: bool) -> Iterator[Part]:
    for path in paths or (None,):
        folder = path / "rules" if path is not None and (path / "rules").is_dir() else path
        if proof:
            from advisor.proof.search.proof import prove

            with working("Proving"):
                proved = prove(folder)
            yield proved
        if mutants:
            from advisor.proof.mutants.run import mutate

            with working("Spoiling rules"):
                mutated = mutate(folder)
            yield mutated
    if examples:
        from advisor.proof.examples.proving import prove_paths

        with working("Running examples"):
            proven = prove_paths(paths)
        yield from proven
