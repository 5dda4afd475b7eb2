import os
from pathlib import Path
from typing import Any

import yaml


class TestConfig:
    DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "postgresql://test:test@localhost:5432/myapp_test")


def load_config(path: str | Path) -> dict[str, Any]:
    return yaml.safe_load(Path(path).read_text())
