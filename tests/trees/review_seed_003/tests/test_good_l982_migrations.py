from __future__ import annotations

from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect


def test_migrations_up_and_down(db_engine: Any) -> None:
    """Verify all migrations can be applied and rolled back."""
    alembic_cfg = Config("alembic.ini")
    url = db_engine.url.render_as_string(hide_password=False)
    alembic_cfg.set_main_option("sqlalchemy.url", url.replace("%", "%%"))

    command.upgrade(alembic_cfg, "head")
    assert inspect(db_engine).has_table("myapp_notes")
    command.downgrade(alembic_cfg, "base")
    assert not inspect(db_engine).has_table("myapp_notes")
