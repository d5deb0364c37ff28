"""``--as-then``: an answers file under the rules that it was last assessed with."""

from pathlib import Path

from advisor.content.answers_file import knowledge_base_of
from advisor.content.folders import content_folder
from advisor.content.pack_answers import version_of, warnings_on
from advisor.errors import CommandError, ContentRefused
from advisor.model.case import Case
from advisor.proof.versions.revisions import Earlier, of_hash
from advisor.service import Advisor


class NotHere(CommandError):
    """Earlier rules are neither kept beside the present ones nor in a repository."""


class CannotRun(CommandError):
    """Earlier rules are here, and this version of the software cannot run them."""


INSTEAD: dict[type[CommandError], str] = {
    NotHere: "Leave --as-then out to use the present rules, or give the old ones with --rules.",
    CannotRun: "Leave --as-then out to use the present ones.",
}


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
    try:
        then = rules_of_the_day(named, present, rules, packs)
    except (NotHere, CannotRun) as error:
        raise type(error)(f"{error} {INSTEAD[type(error)]}") from error
    if then is present:
        return present, present.read_case(answers)
    then = worded(then, present)
    saved = then.read_saved(answers)
    note = (
        f"These results use the rules of {version_of(then.knowledge)},"
        " with which this file was last assessed."
        f" The present rules are those of {version_of(present.knowledge)}."
    )
    return then, saved.case.model_copy(update={"warnings": (note, *warnings_on(saved, then.knowledge))})


def rules_of_the_day(name: str, present: Advisor, rules: Path | None, packs: tuple[str, ...]) -> Advisor:
    """Return the rules with a date and hash, as answers files name them; the present ones where they are it.

    Raises:
        NotHere: They are not here.
        CannotRun: They are too old to run.
    """
    if name.rsplit(maxsplit=1)[-1] == present.knowledge.hash:
        return present
    folder, forms = rules or content_folder("rules"), content_folder("questionnaires")
    with of_hash(name.rsplit(maxsplit=1)[-1], folder, forms) as earlier:
        if earlier is None:
            raise NotHere(
                f"The rules of {name} are not here: neither kept beside the present ones nor in a repository."
            )
        return loaded_earlier(earlier, f"The rules of {name}", packs)


def loaded_earlier(earlier: Earlier, which: str, packs: tuple[str, ...]) -> Advisor:
    """Return earlier rules, read whole; raises CannotRun where they are too old."""
    try:
        then = Advisor.load(earlier.rules, packs, earlier.questionnaires)
        then.questionnaires  # noqa: B018 - read while the files are there
    except ContentRefused as error:
        raise CannotRun(
            f"{which} are in {earlier.found},"
            f" and this version of the software cannot run them ({error.problems[0]})."
        ) from error
    return then


def worded(then: Advisor, present: Advisor) -> Advisor:
    """Return earlier rules with every phrase that this version of the software fills in.

    Phrases conclude nothing, so those that earlier rules lack are taken from the present ones.
    """
    known = {one.id for one in then.knowledge.phrases}
    lacking = tuple(one for one in present.knowledge.phrases if one.id not in known)
    return then.with_phrases(lacking) if lacking else then
