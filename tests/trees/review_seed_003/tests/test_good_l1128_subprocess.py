from __future__ import annotations

import subprocess
from pathlib import Path
from unittest.mock import MagicMock, patch

import pytest
from myapp.services.ffmpeg import FFmpegService
from myapp.services.git import GitService


class TestGitService:
    """Test code that wraps git commands."""

    @patch("myapp.services.git.subprocess.run")
    def test_get_current_branch(self, mock_run: MagicMock) -> None:
        mock_run.return_value = subprocess.CompletedProcess(
            args=["git", "branch", "--show-current"],
            returncode=0,
            stdout="feature/user-auth\n",
            stderr="",
        )

        service = GitService(repo_path=Path("/tmp/repo"))
        branch = service.get_current_branch()

        assert branch == "feature/user-auth"
        mock_run.assert_called_once_with(
            ["git", "branch", "--show-current"],
            cwd=Path("/tmp/repo"),
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )

    @patch("myapp.services.git.subprocess.run")
    def test_git_command_failure_raises(self, mock_run: MagicMock) -> None:
        mock_run.side_effect = subprocess.CalledProcessError(
            returncode=128,
            cmd=["git", "push"],
            stderr="fatal: remote rejected",
        )

        service = GitService(repo_path=Path("/tmp/repo"))
        with pytest.raises(GitService.CommandError, match="remote rejected"):
            service.push(remote="origin", branch="main")


class TestFFmpegService:
    """Test code that wraps ffmpeg commands."""

    @patch("myapp.services.ffmpeg.subprocess.run")
    def test_convert_video(self, mock_run: MagicMock) -> None:
        mock_run.return_value = subprocess.CompletedProcess(
            args=["ffmpeg", "-i", "input.mp4", "output.webm"],
            returncode=0,
            stdout="",
            stderr="Conversion complete",
        )

        service = FFmpegService()
        result = service.convert(
            input_path=Path("input.mp4"),
            output_path=Path("output.webm"),
            codec="vp9",
        )

        assert result.success is True
        cmd_args = mock_run.call_args.args[0]
        assert "ffmpeg" in cmd_args
        assert "-codec:v" in cmd_args or "-c:v" in cmd_args

    @patch("myapp.services.ffmpeg.subprocess.run")
    def test_timeout_handling(self, mock_run: MagicMock) -> None:
        mock_run.side_effect = subprocess.TimeoutExpired(cmd=["ffmpeg"], timeout=300)

        service = FFmpegService()
        with pytest.raises(FFmpegService.ConversionTimeoutError):
            service.convert(
                input_path=Path("huge_video.mp4"),
                output_path=Path("output.webm"),
                codec="vp9",
                timeout=300,
            )
