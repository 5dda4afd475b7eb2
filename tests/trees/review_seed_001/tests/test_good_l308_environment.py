from app.database import database_url


def test_config(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///:memory:")
    assert database_url() == "sqlite:///:memory:"
