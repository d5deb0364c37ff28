"""Checks a knowledge base and its questionnaires: all problems in one pass, by file and line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.content.folders import content_folder
from advisor.content.packs import PackFolder
from advisor.content.rule_folder import HEAD
from advisor.content.rule_items import questionnaires_beside
from advisor.engine.compile import compile_program
from advisor.errors import ContentRefused, Problem
from advisor.proof.problems.away import check_away, read_exceptions
from advisor.proof.problems.core import check_core
from advisor.proof.problems.examples import check_examples
from advisor.proof.problems.finding import Finding, found, from_problem
from advisor.proof.problems.logic import check_circles, check_logic, check_pairs
from advisor.proof.problems.packs import files_of, hinted, loaded_with, pack_at, packs_of, rules_around
from advisor.proof.problems.reading import Read, read_base
from advisor.proof.problems.search import Search
from advisor.proof.problems.style import check_style, read_style
from advisor.proof.problems.texts import check_gaps, check_sources, check_titles, check_verbs
from advisor.proof.problems.use import check_use
from advisor.proof.problems.words import texts_in
from advisor.proof.versions.lock import CODE as UNVERSIONED
from advisor.proof.versions.lock import faults

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
        waiting: Packs that wait until the rules which they join load.
    """

    findings: list[Finding]
    files: int
    rules: int
    questions: int
    steps: int
    whole: bool
    waiting: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """How many of the problems lead to wrong or lost advice."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def runs(self) -> bool:
        """Whether the rules can be run as they are; a version that is missing does not hinder that."""
        return all(one.severity != "error" or one.code == UNVERSIONED for one in self.findings)


@dataclass(frozen=True)
class Scope:
    """What is checked.

    Attributes:
        rules: Folder of rules.
        questionnaires: Folder of questionnaires.
        drafts: Files from elsewhere, checked as if they belonged to the rules.
        shown: Names of the files whose problems are wanted; none: of all.
        pack: The pack that the drafts are; none where they are no pack.
    """

    rules: Path
    questionnaires: Path
    drafts: tuple[Path, ...] = ()
    shown: frozenset[str] | None = None
    pack: PackFolder | None = None


def check(paths: Sequence[Path] = ()) -> Checked:
    """Check what comes with the product, or folders and files that are given.

    A file inside a folder of rules is checked with that folder; a file from elsewhere as a draft that would
    join the rules of the product.

    Raises:
        ContentRefused: A path leads to nothing that can be checked.
    """
    checked = [_check(scope) for scope in _scopes(paths)]
    findings = sorted({finding for one in checked for finding in one.findings})
    waiting = tuple(name for one in checked for name in one.waiting)
    if waiting and not any(finding.severity == "error" for finding in findings):
        # What they wait for was not asked about, so nothing above names it.
        findings += [found("unreadable", _waits(name), "mend what “advisor check” names") for name in waiting]
        waiting = ()
    return Checked(
        findings,
        sum(one.files for one in checked),
        sum(one.rules for one in checked),
        sum(one.questions for one in checked),
        sum(one.steps for one in checked),
        all(one.whole for one in checked),
        waiting,
    )


def _waits(pack: str) -> Problem:
    return Problem(pack, 0, 0, "cannot be checked before the rules load that it joins")


def _check(scope: Scope) -> Checked:
    read = read_base(scope.rules, scope.questionnaires, scope.drafts)
    search = Search(read.knowledge)
    if scope.pack is not None:
        unsound, forms = loaded_with(scope.pack, scope.rules, scope.questionnaires)
        if unsound:
            return Checked(
                [from_problem(one) for one in unsound], len(scope.shown or ()), 0, 0, 0, whole=False
            )
        if forms is None:
            return Checked([], 0, 0, 0, 0, whole=True, waiting=(scope.pack.shown,))
        read.questionnaires = forms
    pack = (scope.shown or frozenset()) if scope.pack is not None else frozenset()
    findings = [*_findings(read, search, scope.shown, pack), *check_core(read, pack)]
    findings = [hinted(one, scope.rules) for one in findings]
    exceptions = read_exceptions(read.knowledge, _exceptions_of(scope))
    findings += [*map(from_problem, exceptions.problems), *check_away(read, exceptions)]
    examples, wrong = check_examples(read, scope.rules, scope.pack, findings)
    findings += wrong
    # A draft that is at fault will change again: its version can wait.
    if not any(one.severity == "error" for one in findings):
        findings += [from_problem(problem) for problem in _versions(read, scope)]
    if scope.shown is not None:
        findings = [one for one in findings if one.file in scope.shown]
    files = len(scope.shown) if scope.shown is not None else len(read.documents) + len(read.forms) + examples
    advice = read.knowledge.advice
    rules = len(advice.statements) + len(advice.recommendations)
    if scope.pack is not None:
        # Those that they join are counted on their own.
        own = {name for name in read.places if read.places[name][0].name in (scope.shown or ())}
        rules = sum(kind in ("statements", "recommendations") for kind, _ in own)
    return Checked(findings, files, rules, search.asked, search.steps, read.whole)


def _exceptions_of(scope: Scope) -> dict[Path, str]:
    """Return the folders that may declare exceptions, each with its name in messages."""
    folders = {scope.rules: scope.rules.name}
    return folders if scope.pack is None else {**folders, scope.pack.folder: scope.pack.shown}


def _findings(
    read: Read, search: Search, shown: frozenset[str] | None, pack: frozenset[str]
) -> list[Finding]:
    style, faults = read_style(read.style)
    findings = [from_problem(problem) for problem in (*read.problems, *faults)]
    circles = [*check_circles(read)]
    findings += circles
    if not circles:
        findings += [*check_logic(read, search, shown), *check_pairs(read)]
    findings += check_use(read)
    wanted = [one for one in (*read.documents, *read.forms) if shown is None or one.name in shown]
    texts = [*texts_in(wanted)]
    findings += [*check_gaps(read, texts), *check_titles(read), *check_sources(read, pack)]
    if style is not None:
        findings += [*check_style(texts, style), *check_verbs(read, style.openings)]
    if not any(finding.severity == "error" for finding in findings):
        findings += _compiled(read)
    return findings


def _versions(read: Read, scope: Scope) -> Iterator[Problem]:
    """Yield rules that changed and kept their version; drafts have none yet."""
    if scope.pack is not None:
        yield from faults(scope.pack.folder)
    elif not scope.drafts:
        beside = questionnaires_beside(scope.rules)
        own = beside is not None and beside == scope.questionnaires.resolve()
        yield from faults(scope.rules, (*read.documents, *read.forms) if own else None)


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
        return [product, *(_pack(one, product) for one in packs_of(product.rules))]
    scopes: list[Scope] = []
    inside: dict[tuple[Path, Path], set[str]] = {}
    drafts: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        fault = _fault(path)
        scope = None if fault else (_folder if path.is_dir() else _home)(path, product)
        if fault:
            problems.append(_refused(path, fault))
        elif scope is not None and (path.is_dir() or scope.pack is not None):
            scopes.append(scope)
            if scope.pack is None and scope.shown is None:
                scopes += [_pack(one, product) for one in packs_of(scope.rules)]
        elif scope is not None:
            inside.setdefault((scope.rules, scope.questionnaires), set()).update(scope.shown or ())
        elif path.is_dir():
            problems.append(_refused(path, f"holds no {HEAD}, so it is not a folder of rules"))
        else:
            drafts.append(path)
    if problems:
        raise ContentRefused(problems)
    scopes += [Scope(*folders, shown=frozenset(shown)) for folders, shown in inside.items()]
    if drafts:
        shown = frozenset(map(str, drafts))
        scopes.append(Scope(product.rules, product.questionnaires, tuple(drafts), shown))
    # Several files of one pack mean that pack, once.
    return list(dict.fromkeys(scopes))


def _pack(pack: PackFolder, product: Scope) -> Scope:
    """Return what is checked of a pack: its files, beside the rules that it comes with."""
    around = rules_around(pack.folder)
    own = around.parent / QUESTIONNAIRES if around else product.questionnaires
    files = files_of(pack)
    shown = frozenset(pack.name_of(path) for path in files)
    forms = own if own.is_dir() else product.questionnaires
    return Scope(around or product.rules, forms, files, shown, pack)


def _fault(path: Path) -> str | None:
    """Return why nothing at a path can be checked; none where something may be."""
    if path.is_dir():
        return None
    if not path.exists():
        return "is not there"
    if path.suffix.lower() not in YAML:
        return f"is not a YAML file: content files end in {' or '.join(YAML[:2])}"
    return None


def _refused(path: Path, text: str) -> Problem:
    return Problem(str(path), 0, 0, text, "unreadable")


def _folder(path: Path, product: Scope) -> Scope | None:
    """Return what is checked where a folder is given: rules, questionnaires, or a folder that holds both."""
    beside = path.resolve().parent / QUESTIONNAIRES
    pack = pack_at(path)
    if pack is not None:
        return _pack(pack, product)
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
        pack = pack_at(folder)
        if pack is not None:
            return _pack(pack, product)
        if (folder / HEAD).is_file():
            scope = _folder(folder, product)
            name = whole.relative_to(folder.parent).as_posix()
            return scope and Scope(scope.rules, scope.questionnaires, shown=frozenset({name}))
    if whole.parent.name == QUESTIONNAIRES:
        rules = whole.parent.parent / "rules"
        found = rules if (rules / HEAD).is_file() else product.rules
        return Scope(found, whole.parent, shown=frozenset({f"{QUESTIONNAIRES}/{whole.name}"}))
    return None
