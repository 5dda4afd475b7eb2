def test_config(client, monkeypatch):  # expect: ET101
    monkeypatch.setenv("DATABASE_URL", "sqlite:///:memory:")
    monkeypatch.setenv("DEBUG", "true")
    # Test with modified environment
