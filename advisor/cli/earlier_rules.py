"""``--as-then``: an answers file under the rules that it was last assessed with."""

from pathlib import Path

from advisor.content.answers_file import knowledge_base_of
from advisor.content.folders import content_folder
from advisor.content.pack_answers import version_of, warnings_on
from advisor.errors import CommandError, ContentRefused
from advisor.model.case import Case
from advisor.proof.versions.revisions import of_hash
from advisor.service import Advisor


def advisor_of_the_day(
    answers: Path, present: Advisor, rules: Path | None, packs: tuple[str, ...]
) -> tuple[Advisor, Case]:
    """Return the rules that an answers file names, and its case as they read it.

    Args:
        answers: The answers file.
        present: The rules in use now.
        rules: Their folder; none: those that come with the product.
        packs: Packs that were asked for; they are used as they are now.

    Raises:
        CommandError: The file names no rules, or they are not here, or they are too old to run.
    """
    named = knowledge_base_of(answers)
    if not named:
        raise CommandError(
            f"{answers} does not say which rules it was assessed with: it has no line “knowledge_base:”."
            " Leave --as-then out to use the present ones."
        )
    if named.split()[-1] == present.knowledge.hash:
        return present, present.read_case(answers)
    folder, forms = rules or content_folder("rules"), content_folder("questionnaires")
    with of_hash(named.split()[-1], folder, forms) as earlier:
        if earlier is None:
            raise CommandError(
                f"The rules of {named} are not here: neither kept beside the present ones"
                " nor in a repository."
                " Leave --as-then out to use the present rules, or give the old ones with --rules."
            )
        try:
            then = Advisor.load(earlier.rules, packs, earlier.questionnaires)
            then.questionnaires  # noqa: B018 - read while the files are there
        except ContentRefused as error:
            raise CommandError(
                f"The rules of {named} are in {earlier.found},"
                f" and this version of the software cannot run them ({error.problems[0]})."
                " Leave --as-then out to use the present ones."
            ) from error
    _refuse_if_wordless(then, present, named)
    saved = then.read_saved(answers)
    note = (
        f"These results use the rules of {version_of(then.knowledge)},"
        " with which this file was last assessed."
        f" The present rules are those of {version_of(present.knowledge)}."
    )
    return then, saved.case.model_copy(update={"warnings": (note, *warnings_on(saved, then.knowledge))})


def _refuse_if_wordless(then: Advisor, present: Advisor, named: str) -> None:
    """Refuse rules that lack phrases which this version of the software fills in."""
    missing = {one.id for one in present.knowledge.phrases} - {one.id for one in then.knowledge.phrases}
    if missing:
        raise CommandError(
            f"The rules of {named} are here, and this version of the software cannot run them: they lack the"
            f" phrases {', '.join(sorted(missing))}. Leave --as-then out to use the present ones."
        )
