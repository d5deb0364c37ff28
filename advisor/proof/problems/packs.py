"""What packs are checked for beside all that rules are checked for: that they load, and ask what they use."""

import re
from dataclasses import replace
from pathlib import Path

from advisor.content.knowledge_files import load_knowledge
from advisor.content.pack_questions import with_packs
from advisor.content.packs import FOLDER, PackFolder, shipped_packs
from advisor.content.packs import HEAD as PACK_HEAD
from advisor.content.packs import QUESTIONS as PACK_QUESTIONS
from advisor.content.questionnaire_files import load_questionnaires
from advisor.content.rule_folder import HEAD, NO_RULES, read_documents, rule_files
from advisor.errors import ContentRefused, Problem
from advisor.model.questionnaire import Questionnaire
from advisor.proof.problems.finding import Finding

_NO_SOURCE = re.compile("“(.*)” is no source")


def packs_of(rules: Path) -> tuple[PackFolder, ...]:
    """Return the packs that lie below a folder of rules."""
    return tuple(pack for pack in shipped_packs(rules).values() if pack.folder.is_relative_to(rules))


def pack_at(folder: Path) -> PackFolder | None:
    """Return the pack in a folder, named as messages name it; none where there is none."""
    if not (folder / PACK_HEAD).is_file():
        return None
    rules = rules_around(folder)
    shown = folder.resolve().relative_to(rules.resolve().parent).as_posix() if rules else str(folder)
    return PackFolder(folder, shown)


def rules_around(folder: Path) -> Path | None:
    """Return the folder of rules that a pack comes with; none where it lies by itself."""
    around = folder.resolve().parents[1:2]
    return next(
        (one for one in around if folder.resolve().parent.name == FOLDER and (one / HEAD).is_file()), None
    )


def files_of(pack: PackFolder) -> tuple[Path, ...]:
    """Return the files of rules that a pack holds."""
    return tuple(rule_files(pack.folder, (*NO_RULES, PACK_HEAD, PACK_QUESTIONS)))


def hinted(finding: Finding, rules: Path) -> Finding:
    """Return a finding about a source that is not there with a hint at the pack that has it, if one does."""
    named = _NO_SOURCE.match(finding.what)
    if finding.code != "unresolvable-source" or named is None:
        return finding
    for name, pack in shipped_packs(rules).items():
        documents, _ = read_documents(list(files_of(pack)), pack.folder)
        listed = (one.data.get("sources") for one in documents if isinstance(one.data, dict))
        ids = {
            one.get("id")
            for each in listed
            if isinstance(each, list)
            for one in each
            if isinstance(one, dict)
        }
        if named[1] in ids:
            remedy = f"it is a source of the pack “{name}”: move the rule into that pack, or cite S1 or S2"
            return replace(finding, remedy=remedy)
    return finding


def loaded_with(
    pack: PackFolder, rules: Path, questionnaires: Path
) -> tuple[list[Problem], dict[str, Questionnaire] | None]:
    """Return why a pack does not load beside rules, or else the questionnaires with its questions.

    Neither is there where the rules themselves do not load: that is told where these are checked.
    """
    try:
        loaded = load_knowledge(rules, (pack,))
        found = load_questionnaires(questionnaires, loaded.knowledge.vocabulary)
        if "full" in found:
            found["full"] = with_packs(found["full"], loaded.knowledge, loaded.question_files)
    except ContentRefused as error:
        return [one for one in error.problems if one.file.startswith(pack.shown)], None
    return [], found
