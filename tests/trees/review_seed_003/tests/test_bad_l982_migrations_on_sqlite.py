from __future__ import annotations

from alembic import command
from alembic.config import Config


def test_migrations_up_and_down() -> None:
    """Verify all migrations can be applied and rolled back."""
    alembic_cfg = Config("alembic.ini")
    alembic_cfg.set_main_option("sqlalchemy.url", "sqlite:///test_migration.db")  # expect: ET501

    # Apply all migrations
    command.upgrade(alembic_cfg, "head")
    # Roll back all migrations
    command.downgrade(alembic_cfg, "base")
    # Apply again to verify idempotency
    command.upgrade(alembic_cfg, "head")
