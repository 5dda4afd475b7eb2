from __future__ import annotations

import subprocess
from pathlib import Path
from unittest.mock import MagicMock, patch

from myapp.services.ffmpeg import FFmpegService


class TestFFmpegService:
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
        cmd_args = mock_run.call_args[0][0]  # expect: ET304
        assert "ffmpeg" in cmd_args
        assert "-codec:v" in cmd_args or "-c:v" in cmd_args
