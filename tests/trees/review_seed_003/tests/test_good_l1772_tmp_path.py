from pathlib import Path

from myapp.reports import ReportService


class TestReport:
    def test_export_report(self, tmp_path: Path) -> None:
        output_file = tmp_path / "report.csv"
        ReportService.export(output_path=output_file)
        assert output_file.exists()
        lines = output_file.read_text().splitlines()
        assert len(lines) > 1  # header + data
