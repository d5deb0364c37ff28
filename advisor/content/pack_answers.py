"""Answers that belong to packs: told apart from slips, kept where their pack is not in use, and spoken of."""

from collections.abc import Callable, Collection

from advisor.content.answers_file import SavedAnswers
from advisor.content.packs import HEAD, shipped_packs
from advisor.content.yaml_reader import read_yaml
from advisor.errors import InputRefused
from advisor.model.knowledge import KnowledgeBase

MOST_NAMED = 6


def facts_of_other_packs(knowledge: KnowledgeBase) -> Callable[[Collection[str]], Callable[[str], bool]]:
    """Return what tells, for the packs that a file names, which facts belong to packs not in use.

    Facts of a pack that comes with the product are known. Of a pack that is not here nothing is known: then
    every fact that is no other counts as one of its own, because a refusal would lose the file to its owner.
    """
    used = {pack.head.id for pack in knowledge.packs}

    def of_file(named: Collection[str]) -> Callable[[str], bool]:
        known: dict[str, None] | None = None
        strange = any(one not in used and one not in shipped_packs() for one in named)

        def is_set_aside(fact: str) -> bool:
            nonlocal known
            if known is None:
                known = dict.fromkeys(
                    name for one in shipped_packs() if one not in used for name in facts_of_shipped(one)
                )
            return fact in known or strange

        return is_set_aside

    return of_file


def facts_of_shipped(pack: str) -> tuple[str, ...]:
    """Return the facts of a pack that comes with the product; none where it cannot be read."""
    folder = shipped_packs()[pack].folder
    found: list[str] = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            data = read_yaml(path).data if path.name != HEAD else None
        except InputRefused:
            continue
        facts = data.get("facts") if isinstance(data, dict) else None
        listed = facts if isinstance(facts, list) else []
        found += [str(one["fact"]) for one in listed if isinstance(one, dict) and "fact" in one]
    return tuple(found)


def version_of(knowledge: KnowledgeBase) -> str:
    """Return date and hash of a knowledge base as answers files write them."""
    return f"{knowledge.date} {knowledge.hash}"


def warnings_on(saved: SavedAnswers, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Return what the owner of an answers file should know of packs and rules before reading a result."""
    found = []
    missing = _packs_missing(saved, knowledge)
    if missing:
        named = " and ".join(f"“{one}”" for one in missing)
        is_one = f"The pack {named} is" if len(missing) == 1 else f"The packs {named} are"
        whose = "it is" if len(missing) == 1 else "them is"
        kept = [*saved.set_aside]
        names = ", ".join(kept[:MOST_NAMED]) + (" and others" if len(kept) > MOST_NAMED else "")
        use = " ".join(f"--pack {one if one in shipped_packs() else 'FOLDER'}" for one in missing)
        lost = (
            f"so what was answered for {whose} kept and not used ({names})"
            if kept
            else "and nothing was lost"
        )
        found.append(f"{is_one} not in use, {lost}. To use it, add {use}.")
    if saved.knowledge_base and saved.knowledge_base != version_of(knowledge):
        found.append(
            f"This file was last assessed with other rules ({saved.knowledge_base})."
            f" These results use the rules of {version_of(knowledge)}."
            " The option --as-then uses the earlier ones."
        )
    return tuple(found)


def _packs_missing(saved: SavedAnswers, knowledge: KnowledgeBase) -> list[str]:
    """Return the packs that the file names or plainly answers, and that are not in use."""
    used = {pack.head.id for pack in knowledge.packs}
    named = [one for one in saved.packs if one not in used]
    if not saved.set_aside:
        return named
    plain = [one for one in shipped_packs() if one not in used and one not in named]
    return [*named, *(one for one in plain if set(saved.set_aside) & {*facts_of_shipped(one)})]
