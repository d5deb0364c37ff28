"""Checks a knowledge base and its questionnaires: all problems in one pass, by file and line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import HEAD
from advisor.engine.compile import compile_program
from advisor.errors import ContentRefused, Problem
from advisor.proof.problems.finding import Finding, from_problem
from advisor.proof.problems.logic import check_circles, check_logic, check_pairs
from advisor.proof.problems.reading import Read, read_base
from advisor.proof.problems.search import Search
from advisor.proof.problems.style import check_style, read_style
from advisor.proof.problems.texts import check_gaps, check_sources, check_titles, check_verbs
from advisor.proof.problems.use import check_use
from advisor.proof.problems.words import texts_in

QUESTIONNAIRES = "questionnaires"
YAML = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes:
        findings: Problems, by file and line.
        files: How many files were looked at.
        rules: How many statements and recommendations.
        questions: How many questions of logic were put to the search.
        steps: How many cases and parts of cases it tried.
        whole: Whether every check could be run; some wait until files can be read.
    """

    findings: list[Finding]
    files: int
    rules: int
    questions: int
    steps: int
    whole: bool

    @property
    def errors(self) -> int:
        """How many of the problems lead to wrong or lost advice."""
        return sum(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True)
class Scope:
    """What is checked.

    Attributes:
        rules: Folder of rules.
        questionnaires: Folder of questionnaires.
        drafts: Files from elsewhere, checked as if they belonged to the rules.
        shown: Names of the files whose problems are wanted; none: of all.
    """

    rules: Path
    questionnaires: Path
    drafts: tuple[Path, ...] = ()
    shown: frozenset[str] | None = None


def check(paths: Sequence[Path] = ()) -> Checked:
    """Check what comes with the product, or folders and files that are given.

    A file inside a folder of rules is checked with that folder; a file from elsewhere as a draft that would
    join the rules of the product.

    Raises:
        ContentRefused: A path leads to nothing that can be checked.
    """
    checked = [_check(scope) for scope in _scopes(paths)]
    findings = sorted({finding for one in checked for finding in one.findings})
    return Checked(
        findings,
        sum(one.files for one in checked),
        sum(one.rules for one in checked),
        sum(one.questions for one in checked),
        sum(one.steps for one in checked),
        all(one.whole for one in checked),
    )


def _check(scope: Scope) -> Checked:
    read = read_base(scope.rules, scope.questionnaires, scope.drafts)
    search = Search(read.knowledge)
    findings = _findings(read, search)
    if scope.shown is not None:
        findings = [one for one in findings if one.file in scope.shown]
    files = len(scope.shown) if scope.shown is not None else len(read.documents) + len(read.forms)
    advice = read.knowledge.advice
    rules = len(advice.statements) + len(advice.recommendations)
    return Checked(findings, files, rules, search.asked, search.steps, read.whole)


def _findings(read: Read, search: Search) -> list[Finding]:
    style, faults = read_style(read.style)
    findings = [from_problem(problem) for problem in (*read.problems, *faults)]
    circles = [*check_circles(read)]
    findings += circles
    if not circles:
        findings += [*check_logic(read, search), *check_pairs(read)]
    findings += check_use(read)
    texts = [*texts_in([*read.documents, *read.forms])]
    findings += [*check_gaps(read, texts), *check_titles(read), *check_sources(read)]
    if style is not None:
        findings += [*check_style(texts, style), *check_verbs(read, style.openings)]
    if not any(finding.severity == "error" for finding in findings):
        findings += _compiled(read)
    return findings


def _compiled(read: Read) -> list[Finding]:
    """Return what the engine itself would refuse, should that be more than the checks above know."""
    try:
        compile_program(read.knowledge)
    except ContentRefused as error:
        return [
            from_problem(Problem(one.file, one.line, one.column, one.text, "circle"))
            for one in error.problems
        ]
    return []


# ── What is meant by the paths ───────────────────────────────────────────────────────────────────


def _scopes(paths: Sequence[Path]) -> list[Scope]:
    product = Scope(content_folder("rules"), content_folder(QUESTIONNAIRES))
    if not paths:
        return [product]
    scopes: list[Scope] = []
    inside: dict[tuple[Path, Path], set[str]] = {}
    drafts: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            scope = _folder(path, product)
            if scope is None:
                problems.append(_refused(path, f"holds no {HEAD}, so it is not a folder of rules"))
            else:
                scopes.append(scope)
        elif not path.exists():
            problems.append(_refused(path, "is not there"))
        elif path.suffix.lower() not in YAML:
            problems.append(
                _refused(path, f"is not a YAML file: content files end in {' or '.join(YAML[:2])}")
            )
        else:
            home = _home(path, product)
            if home is None:
                drafts.append(path)
            else:
                inside.setdefault((home.rules, home.questionnaires), set()).update(home.shown or ())
    if problems:
        raise ContentRefused(problems)
    scopes += [Scope(*folders, shown=frozenset(shown)) for folders, shown in inside.items()]
    if drafts:
        shown = frozenset(map(str, drafts))
        scopes.append(Scope(product.rules, product.questionnaires, tuple(drafts), shown))
    return scopes


def _refused(path: Path, text: str) -> Problem:
    return Problem(str(path), 0, 0, text, "unreadable")


def _folder(path: Path, product: Scope) -> Scope | None:
    """Return what is checked where a folder is given: rules, questionnaires, or a folder that holds both."""
    beside = path.resolve().parent / QUESTIONNAIRES
    if (path / HEAD).is_file():
        return Scope(path, beside if beside.is_dir() else product.questionnaires)
    if (path / "rules" / HEAD).is_file():
        own = path / QUESTIONNAIRES
        return Scope(path / "rules", own if own.is_dir() else product.questionnaires)
    forms = sorted(path.glob("*.yaml"))
    if any(b"questionnaire:" in form.read_bytes()[:2000] for form in forms):
        shown = frozenset(f"{path.name}/{form.name}" for form in forms)
        return Scope(product.rules, path, shown=shown)
    return None


def _home(path: Path, product: Scope) -> Scope | None:
    """Return the folder of rules, or of questionnaires, that a file lies in; none for a draft."""
    whole = path.resolve()
    for folder in whole.parents:
        if (folder / HEAD).is_file():
            scope = _folder(folder, product)
            name = whole.relative_to(folder.parent).as_posix()
            return scope and Scope(scope.rules, scope.questionnaires, shown=frozenset({name}))
    if whole.parent.name == QUESTIONNAIRES:
        rules = whole.parent.parent / "rules"
        found = rules if (rules / HEAD).is_file() else product.rules
        return Scope(found, whole.parent, shown=frozenset({f"{QUESTIONNAIRES}/{whole.name}"}))
    return None
