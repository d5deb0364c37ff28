"""Reads a pack: its head, its files of rules, and the questions that it asks."""

from dataclasses import dataclass, field

from advisor.content.packs import HEAD, QUESTIONS, PackFolder, faults_of_folder, read_part
from advisor.content.rule_folder import NO_RULES, content_hash, rule_files
from advisor.content.yaml_reader import Document, read_yaml
from advisor.errors import InputRefused, Problem
from advisor.model.pack import PackHead, PackQuestions


@dataclass
class ReadPack:
    """What could be read of a pack.

    Attributes:
        pack: Where it lies.
        problems: What is wrong with it.
        document: Its head, as a file.
        head: Its head: who made it, and when.
        documents: Its files of rules.
        hash: Hash of its content.
    """

    pack: PackFolder
    problems: list[Problem]
    document: Document | None = None
    head: PackHead | None = None
    documents: list[Document] = field(default_factory=list)
    hash: str = ""


def read_pack(pack: PackFolder) -> ReadPack:
    """Return what can be read of a pack: nothing where its folder is at fault."""
    problems = faults_of_folder(pack)
    if problems:
        return ReadPack(pack, problems)
    document, head, problems = read_part(pack, HEAD, PackHead)
    documents: list[Document] = []
    for path in rule_files(pack.folder, (*NO_RULES, HEAD, QUESTIONS)):
        try:
            documents.append(read_yaml(path, pack.name_of(path)))
        except InputRefused as error:
            problems += error.problems
    content = content_hash(pack.folder, rule_files(pack.folder))
    return ReadPack(pack, problems, document, head, documents, content)


def questions_of(
    read: ReadPack, derived: frozenset[str]
) -> tuple[Document | None, PackQuestions | None, list[Problem]]:
    """Return the questions that a pack asks, with the file they stand in and the problems in it.

    Args:
        read: The pack.
        derived: Names of derived facts, those of the pack included.
    """
    if not (read.pack.folder / QUESTIONS).is_file():
        return None, None, []
    return read_part(read.pack, QUESTIONS, PackQuestions, derived)
