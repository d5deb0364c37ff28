"""Rules of an earlier day: from a folder, from copies kept beside the rules, or from git."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from advisor.content.rule_folder import EARLIER, HEAD, content_hash, rule_files
from advisor.errors import CommandError

QUESTIONNAIRES = "questionnaires"
MOST_COMMITS = 2_000
SECONDS = 60


@dataclass(frozen=True)
class Earlier:
    """A body of rules of some day.

    Attributes:
        rules: Folder of the rules.
        questionnaires: Folder of the questionnaires that go with them.
        found: Where it was found, in words.
    """

    rules: Path
    questionnaires: Path
    found: str


@contextmanager
def named(old: str, rules: Path, questionnaires: Path, head: str = HEAD) -> Iterator[Earlier]:
    """Give the rules in a folder, or at a revision of the repository that holds the present rules.

    Args:
        old: The folder, or the revision.
        rules: Folder of the present rules.
        questionnaires: Folder of the present questionnaires, where the old ones are not there.
        head: The file by which such a folder is known; that of a pack where packs are compared.

    Raises:
        CommandError: It is neither.
    """
    what = "a folder of rules" if head == HEAD else "the folder of a pack"
    for folder in (Path(old), Path(old) / "rules"):
        if (folder / head).is_file():
            beside = folder.resolve().parent / QUESTIONNAIRES
            yield Earlier(folder, beside if beside.is_dir() else questionnaires, f"the folder {old}")
            return
    if Path(old).is_dir():
        raise CommandError(f"“{old}” holds no {head}, so it is not {what}.")
    repository = Repository.of(rules)
    commit = repository.commit(old) if repository else None
    if repository is None or commit is None:
        why = "and there is no repository here that could know it as a revision"
        raise CommandError(
            f"“{old}” is not {what}, {why if repository is None else 'and not a revision either'}."
        )
    with repository.checked_out(commit, questionnaires) as earlier:
        if not (earlier.rules / head).is_file():
            missing = "were no rules" if head == HEAD else f"was no pack {rules.name}"
            raise CommandError(f"There {missing} at “{old}” yet.")
        yield earlier


@contextmanager
def of_hash(wanted: str, rules: Path, questionnaires: Path) -> Iterator[Earlier | None]:
    """Give the rules whose content has a hash, kept beside the present ones or in git; none where neither."""
    for head in sorted((rules / EARLIER).glob(f"*/rules/{HEAD}")):
        folder = head.parent
        if content_hash(folder, rule_files(folder)) == wanted:
            yield Earlier(folder, folder.parent / QUESTIONNAIRES, f"the copy in {folder.parent}")
            return
    repository = Repository.of(rules)
    for commit in repository.commits() if repository else ():
        with repository.checked_out(commit, questionnaires) as earlier:  # type: ignore[union-attr]
            files = rule_files(earlier.rules) if earlier.rules.is_dir() else []
            if files and content_hash(earlier.rules, files) == wanted:
                yield earlier
                return
    yield None


@dataclass(frozen=True)
class Repository:
    """The repository that holds the rules.

    Attributes:
        top: Its folder.
        rules: Path of the rules in it.
    """

    top: Path
    rules: str

    @classmethod
    def of(cls, rules: Path) -> "Repository | None":
        """Return the repository that holds a folder of rules; none where there is none, or no git."""
        folder = rules.resolve()
        found = _git(folder, "rev-parse", "--show-toplevel")
        if not found:
            return None
        top = Path(found.decode().strip()).resolve()
        return cls(top, folder.relative_to(top).as_posix()) if folder.is_relative_to(top) else None

    def commit(self, revision: str) -> str | None:
        """Return the commit that a revision means; none where it means nothing."""
        found = _git(
            self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        return found.decode().strip() if found else None

    def commits(self) -> Iterator[str]:
        """Yield the commits that changed the rules, the latest first, each state of the rules once."""
        listed = _git(self.top, "log", f"-{MOST_COMMITS}", "--format=%H", "--", self.rules) or b""
        seen = set()
        for commit in listed.decode().split():
            tree = _git(self.top, "rev-parse", "--verify", "--quiet", f"{commit}:{self.rules}")
            if tree and tree not in seen:
                seen.add(tree)
                yield commit

    @contextmanager
    def checked_out(self, commit: str, questionnaires: Path) -> Iterator[Earlier]:
        """Give the rules and questionnaires of a commit in a folder that lasts as long as they are needed."""
        forms = (Path(self.rules).parent / QUESTIONNAIRES).as_posix()
        with tempfile.TemporaryDirectory(prefix="advisor-rules-") as folder:
            for path in (self.rules, forms):
                packed = _git(self.top, "archive", "--format=tar", commit, "--", path)
                if packed:
                    _unpack(packed, Path(folder))
            found = Path(folder)
            own = found / forms
            yield Earlier(
                found / self.rules,
                own if own.is_dir() else questionnaires,
                f"the repository, at {commit[:10]}",
            )


def last_committed(path: Path) -> str | None:
    """Return a file as the repository last held it, though it may be gone; none where it never did."""
    folder = path.parent.resolve()
    listed = _git(folder, "log", "-1", "--diff-filter=AM", "--format=%H", "--", path.name)
    if not listed:
        return None
    commit = listed.decode().strip()
    content = _git(folder, "show", f"{commit}:./{path.name}")
    return None if content is None else content.decode("utf-8", "replace")


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git says; none where it says no, or is not there."""
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def _unpack(packed: bytes, folder: Path) -> None:
    """Write the files of an archive below a folder; links, and names that lead out of it, are left out.

    The filters of tarfile do this too, but Debian 12 comes with a Python that lacks them.
    """
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            target = folder / member.name
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None and target.resolve().is_relative_to(folder.resolve()):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())
