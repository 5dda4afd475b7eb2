"""What the environment may say."""

import pytest
from neodyme.api.schemas import LoginRequest, RefreshRequest
from neodyme.core.config import Environment, Settings, get_settings
from neodyme.models import UserCreate
from pydantic import ValidationError

pytestmark = pytest.mark.unit

URL = "postgresql+asyncpg://ada:secret@db.example.com:5432/neodyme"
KEY = "test-secret-key-32-characters-long"


def test_every_setting_can_be_given():
    """By keyword, as the documentation lists them.

    REAL BUG THIS CATCHES: a field is renamed or refuses what it used to take, and a deployment does not start.
    """
    settings = Settings(
        environment=Environment.TESTING, database_url=URL, secret_key=KEY, email_smtp_host="localhost",
        email_smtp_port=1025, email_smtp_username="test", email_smtp_password="word", email_from_address="test@neodyme.test",
        debug=True, log_level="warning", bcrypt_rounds=5,
    )  # fmt: skip

    assert settings.environment is Environment.TESTING
    assert settings.database_url == URL
    assert settings.secret_key == KEY
    assert (settings.email_smtp_host, settings.email_smtp_port) == ("localhost", 1025)
    assert (settings.email_smtp_username, settings.email_smtp_password) == ("test", "word")
    assert settings.email_from_address == "test@neodyme.test"
    assert settings.debug is True
    assert settings.log_level == "WARNING"
    assert settings.bcrypt_rounds == 5


def test_the_environment_names_settings_in_upper_case(monkeypatch):
    """Without a prefix.

    REAL BUG THIS CATCHES: a prefix or a typo in a name, and the variable of the deployment has no effect.
    """
    monkeypatch.setenv("DATABASE_URL", URL)
    monkeypatch.setenv("EMAIL_SMTP_PORT", "2525")
    monkeypatch.setenv("DEBUG", "1")
    get_settings.cache_clear()

    settings = get_settings()

    get_settings.cache_clear()
    assert (settings.database_url, settings.email_smtp_port, settings.debug) == (URL, 2525, True)


def test_what_is_not_given_is_fit_for_development(monkeypatch):
    """The defaults that the README promises.

    REAL BUG THIS CATCHES: a default changes without anybody noticing: cheap hashes, or a limiter that lets everybody try.
    """
    for name in ("ENVIRONMENT", "BCRYPT_ROUNDS", "SECRET_KEY"):
        monkeypatch.delenv(name)

    settings = Settings(database_url=URL)

    assert settings.environment is Environment.DEVELOPMENT
    assert settings.bcrypt_rounds == 12
    assert (settings.login_max_failures, settings.login_window_seconds) == (10, 300)
    assert (settings.access_token_minutes, settings.refresh_token_days) == (30, 14)
    assert settings.database_pool_size == 20
    assert (settings.email_smtp_host, settings.email_smtp_port) == ("localhost", 1025)
    assert (settings.email_smtp_username, settings.email_smtp_password) == ("", "")
    assert settings.email_timeout_seconds == 10
    assert settings.email_from_address == "noreply@example.com"
    assert (settings.debug, settings.log_level) == (False, "INFO")


@pytest.mark.parametrize("scheme", ["postgres://", "postgresql://", "postgresql+asyncpg://"])
def test_a_url_without_a_driver_gets_the_right_one(scheme):
    """As hosting platforms hand it out.

    REAL BUG THIS CATCHES: SQLAlchemy takes a driver that cannot await, and nothing works after the deployment.
    """
    assert Settings(database_url=f"{scheme}db.example.com/neodyme").database_url == (
        "postgresql+asyncpg://db.example.com/neodyme"
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param(
            {"database_url": "sqlite:///x.db"},
            r"must start with postgresql:// or postgresql\+asyncpg://",
            id="another engine",
        ),
        pytest.param({"log_level": "LOUD"}, "must be one of DEBUG, INFO", id="no log level"),
        pytest.param({"bcrypt_rounds": 3}, "greater than or equal to 4", id="a cost that bcrypt refuses"),
        pytest.param({"bcrypt_rounds": 17}, "less than or equal to 16", id="a cost that nobody can wait for"),
        pytest.param({"login_max_failures": 0}, "greater than or equal to 1", id="nobody may log in"),
        pytest.param({"login_window_seconds": 0}, "greater than or equal to 1", id="failures are forgotten at once"),
        pytest.param({"email_timeout_seconds": 0}, "greater than 0", id="no mail server is that quick"),
        pytest.param({"email_smtp_port": 65536}, "less than or equal to 65535", id="no port"),
        pytest.param({"environment": "staging-2"}, "'development', 'testing', 'staging' or 'production'", id="nowhere"),
    ],
)
def test_a_wrong_value_stops_the_start_and_says_why(wrong, words):
    """At the start, not at the first request.

    REAL BUG THIS CATCHES: a validator is lost, and a deployment with a typo starts and fails in front of users.
    """
    with pytest.raises(ValidationError, match=words):
        Settings(**{"database_url": URL, **wrong})


@pytest.mark.parametrize(
    ("unsafe", "words"),
    [
        pytest.param({"secret_key": "x" * 31}, "at least 32 bytes", id="short key"),
        pytest.param({}, "a SECRET_KEY of its own", id="everybody's key"),
        pytest.param({"secret_key": KEY, "debug": True}, "must not run with DEBUG", id="debug"),
    ],
)
def test_production_refuses_what_is_for_development_only(unsafe, words, monkeypatch):
    """The key of the source code signs no tokens in production.

    REAL BUG THIS CATCHES: SECRET_KEY is forgotten in a deployment, and whoever reads this file can be any user there.
    """
    monkeypatch.delenv("SECRET_KEY")

    with pytest.raises(ValidationError, match=words):
        Settings(environment="production", database_url=URL, **unsafe)

    assert Settings(environment="production", database_url=URL, secret_key="x" * 32).debug is False


def test_requests_with_secrets_do_not_show_them():
    """Whoever logs a body logs no password and no token.

    REAL BUG THIS CATCHES: a debugging line with the request in it fills the log with passwords.
    """
    bodies = (
        LoginRequest(email="ada@example.com", password="hunter2"),
        UserCreate(email="ada@example.com", full_name="Ada", password="hunter2"),
        RefreshRequest(refresh_token="hunter2"),
    )

    assert "hunter2" not in repr(bodies)


def test_secrets_stay_out_of_logs():
    """Whoever prints the settings prints none of them.

    REAL BUG THIS CATCHES: settings logged at the start put the passwords of database and mail server into the log.
    """
    shown = repr(Settings(database_url=URL, secret_key=KEY, email_smtp_password="hunter2"))

    assert "hunter2" not in shown
    assert KEY not in shown
    assert "ada:secret" not in shown
