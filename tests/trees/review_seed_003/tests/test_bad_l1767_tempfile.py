import tempfile
from pathlib import Path

from myapp.reports import ReportService


class TestReport:
    def test_a_report_has_a_header_and_data(self) -> None:
        with tempfile.TemporaryDirectory() as directory:  # expect[info]: ET709
            output_file = Path(directory) / "report.csv"
            ReportService.export(output_path=output_file)
            lines = output_file.read_text().splitlines()
        assert lines[0] == "month,total"
        assert len(lines) > 1
