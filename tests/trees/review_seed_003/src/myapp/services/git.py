import subprocess
from pathlib import Path


class CommandFailed(Exception):
    pass


class GitService:
    CommandError = CommandFailed

    def __init__(self, repo_path: Path) -> None:
        self.repo_path = repo_path

    def run(self, *arguments: str) -> str:
        try:
            outcome = subprocess.run(
                ["git", *arguments], cwd=self.repo_path, capture_output=True, text=True, check=True, timeout=30
            )
        except subprocess.CalledProcessError as error:
            raise CommandFailed(error.stderr) from error
        return outcome.stdout.strip()

    def get_current_branch(self) -> str:
        return self.run("branch", "--show-current")

    def push(self, remote: str, branch: str) -> None:
        self.run("push", remote, branch)
