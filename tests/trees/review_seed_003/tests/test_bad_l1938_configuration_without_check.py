from pathlib import Path

from myapp.config import load_config


class TestConfiguration:
    def test_config_loading(self, tmp_path: Path) -> None:  # expect: ET101
        config_file = tmp_path / "config.yaml"
        config_file.write_text("database_url: sqlite:///test.db")
        config = load_config(config_file)
