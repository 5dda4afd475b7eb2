import subprocess
from pathlib import Path


class ConversionTimeout(Exception):
    pass


class Conversion:
    def __init__(self, success: bool) -> None:
        self.success = success


class FFmpegService:
    ConversionTimeoutError = ConversionTimeout

    def convert(self, input_path: Path, output_path: Path, codec: str, timeout: float | None = None) -> Conversion:
        command = ["ffmpeg", "-i", str(input_path), "-c:v", codec, str(output_path)]
        try:
            outcome = subprocess.run(command, capture_output=True, timeout=timeout)
        except subprocess.TimeoutExpired as error:
            raise ConversionTimeout(f"{input_path} took longer than {timeout} s") from error
        return Conversion(outcome.returncode == 0)
