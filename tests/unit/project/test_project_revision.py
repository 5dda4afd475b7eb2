"""`changed_lines`: what differs from a revision, in a real repository."""

import os
import shutil
import subprocess

import pytest

from earnest.errors import PlatformError, UsageError
from earnest.project import changed_lines


class Repository:
    """A git repository in a temporary directory."""

    def __init__(self, root):
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments):
        """Runs git with an identity, and no configuration of the machine's."""
        configuration = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "protocol.file.allow=always"]
        subprocess.run(["git", *identity, *arguments], cwd=self.root, env=os.environ | configuration, check=True)

    def write(self, path, text):
        """Writes a file of the working tree."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode())

    def commit(self, files=()):
        """Commits the files and everything else that has changed."""
        for path, text in dict(files).items():
            self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "a commit")


NUMBERS = "".join(f"x{number} = {number}\n" for number in range(1, 21))


@pytest.fixture
def repository(tmp_path):
    """One commit on main with src/a.py of twenty lines."""
    made = Repository(tmp_path / "repo")
    made.commit({"src/a.py": NUMBERS, "src/b.py": "b = 1\n", "notes.txt": "one\n"})
    return made


def test_an_unchanged_tree_has_no_changed_lines(repository):
    """Nothing differs from HEAD.

    REAL BUG THIS CATCHES: every file counts as changed, and --diff saves nothing.
    """
    assert changed_lines(repository.root, "HEAD") == {}


def test_committed_staged_and_unstaged_changes_all_count(repository):
    """The working tree is compared, not a commit.

    REAL BUG THIS CATCHES: before a commit `--diff main` says that nothing has changed.
    """
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit({"src/a.py": NUMBERS.replace("x3 = 3", "x3 = 33")})
    repository.write("src/a.py", (repository.root / "src/a.py").read_text().replace("x7 = 7", "x7 = 77\nx7 += 1"))
    repository.git("add", "src/a.py")
    repository.write("src/a.py", (repository.root / "src/a.py").read_text().replace("x20 = 20", "x20 = 2"))
    assert changed_lines(repository.root, "main") == {"src/a.py": {3, 7, 8, 21}}


def test_what_others_did_since_the_branch_began_does_not_count(repository):
    """The merge base is compared, not the tip of the other branch.

    REAL BUG THIS CATCHES: a branch that lags behind is blamed for everything that happened on main.
    """
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit({"src/b.py": "b = 2\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"src/a.py": NUMBERS.replace("x1 = 1", "x1 = 0")})
    repository.git("checkout", "--quiet", "topic")
    assert changed_lines(repository.root, "main") == {"src/b.py": {1}}


def test_untracked_files_count_whole_unless_they_are_ignored(repository):
    """A new module needs no `git add` to be asked about.

    REAL BUG THIS CATCHES: the one file that the user has just written is left out.
    """
    repository.write(".gitignore", "generated.py\n")
    for path in ("src/new.py", "src/generated.py", "src/empty.py", "src/new.txt"):
        repository.write(path, "" if "empty" in path else "a = 1\n\nb = 2")
    assert changed_lines(repository.root, "HEAD") == {"src/new.py": {1, 2, 3}}


def test_a_renamed_file_counts_with_the_lines_that_differ(repository):
    """Under its new name, also when it moved to another directory.

    REAL BUG THIS CATCHES: moving a module asks about every line of it.
    """
    (repository.root / "lib").mkdir()
    repository.git("mv", "src/a.py", "lib/moved.py")
    repository.write("lib/moved.py", NUMBERS.replace("x5 = 5", "x5 = 55"))
    assert changed_lines(repository.root, "HEAD") == {"lib/moved.py": {5}}
    assert changed_lines(repository.root / "lib", "HEAD") == {"moved.py": {5}}


def test_deleted_lines_and_files_have_no_number(repository):
    """What is gone cannot be changed.

    REAL BUG THIS CATCHES: the line after a deletion is taken for a changed one, or a file that is gone is opened.
    """
    repository.write("src/a.py", NUMBERS.replace("x4 = 4\nx5 = 5\n", ""))
    (repository.root / "src" / "b.py").unlink()
    assert changed_lines(repository.root, "HEAD") == {}


def test_paths_are_relative_to_the_root_in_a_subdirectory_of_the_repository(repository):
    """Files outside of the root are left out.

    REAL BUG THIS CATCHES: in a monorepo no path matches the project's files, and --diff finds no change.
    """
    repository.write("src/a.py", NUMBERS + "y = 1\n")
    repository.write("src/deep/new.py", "z = 1\n")
    repository.write("other/new.py", "z = 1\n")
    repository.write("srcs/new.py", "z = 1\n")
    assert changed_lines(repository.root / "src", "HEAD") == {"a.py": {21}, "deep/new.py": {1}}


@pytest.mark.parametrize(
    "name", ["a b.py", "\u00e9t\u00e9.py", 'quo"te.py', "tab\there.py", "back\\slash.py", "b/b/b.py"]
)
def test_unusual_names_of_files_survive(repository, name):
    """git quotes some of them, each in its own way.

    REAL BUG THIS CATCHES: changes in a file with a blank or an accent in its name are never asked about.
    """
    repository.commit({name: "a = 1\n"})
    repository.write(name, "a = 1\nb = 2\n")
    assert changed_lines(repository.root, "HEAD") == {name: {2}}


def test_lines_that_look_like_headers_of_a_diff_are_lines(repository):
    """A changed line that begins with `++ b/` shows as `+++ b/` in the diff.

    REAL BUG THIS CATCHES: the rest of the file's changes is booked to a file that does not exist.
    """
    repository.commit({"src/c.py": 'text = """\n-- a/x\n"""\n', "src/d.py": "d = 1"})
    repository.write("src/c.py", 'text = """\n++ b/y\n@@ -1 +1 @@\ndiff --git a/x b/x\n"""\nc = 1')
    repository.write("src/d.py", "d = 2")
    assert changed_lines(repository.root, "HEAD") == {"src/c.py": {2, 3, 4, 6}, "src/d.py": {1}}


def test_the_users_git_configuration_does_not_matter(repository, tmp_path, monkeypatch):
    """Prefixes, colours, external programs and switched-off renames are all overruled.

    REAL BUG THIS CATCHES: --diff finds nothing on the machine of whoever set diff.noprefix or uses difftastic.
    """
    configuration = tmp_path / "gitconfig"
    for option in (
        "diff.noprefix",
        "diff.mnemonicPrefix",
        "diff.renames=false",
        "diff.external=false",
        "color.ui=always",
    ):
        name, _, value = option.partition("=")
        repository.git("config", "--file", str(configuration), name, value or "true")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(configuration))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    repository.git("mv", "src/a.py", "src/moved.py")
    repository.write("src/moved.py", NUMBERS + "y = 1\n")
    assert changed_lines(repository.root, "HEAD") == {"src/moved.py": {21}}


def test_inside_of_a_git_hook_the_roots_own_repository_is_asked(repository, tmp_path, monkeypatch):
    """git sets GIT_DIR and GIT_INDEX_FILE for its hooks.

    REAL BUG THIS CATCHES: run from a hook, --diff compares another repository.
    """
    other = Repository(tmp_path / "other")
    repository.write("src/b.py", "b = 2\n")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    assert changed_lines(repository.root, "HEAD") == {"src/b.py": {1}}


def test_the_repository_is_left_as_it_was(repository):
    """Not even the index is refreshed.

    REAL BUG THIS CATCHES: a file of the user's changes because Earnest looked at it.
    """
    repository.write("src/b.py", "b = 2\n")
    index = repository.root / ".git" / "index"
    os.utime(repository.root / "src" / "a.py", (1, 1))  # git would now like to refresh its index
    before = index.read_bytes()
    changed_lines(repository.root, "HEAD")
    assert index.read_bytes() == before
    assert not (repository.root / ".git" / "index.lock").exists()


@pytest.mark.parametrize("revision", ["nowhere", "", "HEAD~9", "--output=pwned", "-h", "main..topic"])
def test_an_unknown_revision_is_named(repository, revision):
    """Also one that git would take for an option.

    REAL BUG THIS CATCHES: `--diff mian` tries everything, or a revision that starts with a dash writes a file.
    """
    with pytest.raises(UsageError) as caught:
        changed_lines(repository.root, revision)
    assert caught.value.message == f"git knows no revision {revision!r} in {repository.root}."
    assert not (repository.root / "pwned").exists()


def test_a_repository_without_commits_knows_no_revision(tmp_path):
    """HEAD does not exist yet.

    REAL BUG THIS CATCHES: a CalledProcessError traceback right after `git init`.
    """
    with pytest.raises(UsageError, match="git knows no revision 'HEAD'"):
        changed_lines(Repository(tmp_path / "fresh").root, "HEAD")


def test_histories_without_a_common_ancestor_are_compared_directly(repository):
    """An orphan branch has no merge base.

    REAL BUG THIS CATCHES: `git merge-base` fails, and the message is empty.
    """
    repository.git("checkout", "--quiet", "--orphan", "fresh")
    repository.commit({"src/b.py": "b = 5\n"})
    assert changed_lines(repository.root, "main") == {"src/b.py": {1}}


def test_a_clone_that_is_too_shallow_is_told_to_fetch_more(repository, tmp_path):
    """CI checks out one commit by default.

    REAL BUG THIS CATCHES: all that happened on main since is asked about, for an hour.
    """
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit({"src/b.py": "b = 2\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"src/a.py": NUMBERS + "y = 1\n"})
    address = f"file://{repository.root}"
    repository.git(
        "clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=topic", address, str(tmp_path / "clone")
    )
    with pytest.raises(UsageError, match=r"shallow clone at .* where 'origin/main' began.*git fetch --unshallow"):
        changed_lines(tmp_path / "clone", "origin/main")


def test_a_directory_outside_of_any_repository_is_a_mistake_in_usage(tmp_path, monkeypatch):
    """git's own words are passed on.

    REAL BUG THIS CATCHES: a CalledProcessError traceback where there is no repository.
    """
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match=r"cannot be compared with a revision: git says 'not a git repository"):
        changed_lines(tmp_path, "HEAD")


def test_a_machine_without_git_says_so(repository, tmp_path, monkeypatch):
    """Slim container images have none.

    REAL BUG THIS CATCHES: FileNotFoundError: 'git'.
    """
    assert shutil.which("git")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PlatformError, match=r"--diff needs git, and there is no git on PATH"):
        changed_lines(repository.root, "HEAD")
