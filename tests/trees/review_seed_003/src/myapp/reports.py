from pathlib import Path


class ReportService:
    @staticmethod
    def export(output_path: Path) -> None:
        output_path.write_text("month,total\n2026-01,100\n")
