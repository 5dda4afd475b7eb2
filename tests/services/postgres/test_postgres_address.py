"""URLs of servers, read and written."""

from __future__ import annotations

import pytest

from earnest.errors import ServiceError
from earnest.services.postgres.address import Address, DatabaseURL, shown


@pytest.mark.parametrize(
    ("url", "database"),
    [
        ("postgresql://test:secret@localhost:5433", ""),
        ("postgresql://test:secret@localhost:5433/", ""),
        ("postgresql+asyncpg://test:secret@localhost:5433/myapp_test", "myapp_test"),
        ("postgres://test:secret@localhost:5433/myapp_test?sslmode=require", "myapp_test"),
    ],
)
def test_a_name_of_a_database_may_follow_or_not(url, database):
    """
    REAL BUG THIS CATCHES: `…/myapp_test/myapp_test_gw0` when the URL already has a name (B83).
    """
    address = Address.from_url(url, "TEST_DATABASE_URL")
    assert (address.user, address.password, address.host, address.port) == ("test", "secret", "localhost", 5433)
    assert address.database == database
    assert (
        address.on("myapp_test_gw0")
        .url("psycopg")
        .startswith("postgresql+psycopg://test:secret@localhost:5433/myapp_test_gw0")
    )


def test_options_of_a_url_stay():
    """
    REAL BUG THIS CATCHES: sslmode=require gets lost, and the password goes over the wire in clear text.
    """
    address = Address.from_url("postgresql://u@h/d?sslmode=require", "X")
    assert address.url() == "postgresql://u@h:5432/d?sslmode=require"
    assert address.parameters()["sslmode"] == "require"


def test_strange_characters_come_back_as_they_were():
    """
    REAL BUG THIS CATCHES: a password with an at sign, which makes the rest of it the host.
    """
    address = Address(host="db", user="a@b", password="p:/@ ä", database="x y")
    assert Address.from_url(address.url(), "X") == address


def test_a_socket_is_an_option_of_the_url(tmp_path):
    """
    REAL BUG THIS CATCHES: a directory where a URL has its host, which no driver understands.
    """
    address = Address.on_socket(tmp_path, "earnest", 5432).on("shop")
    assert address.url("asyncpg") == f"postgresql+asyncpg://earnest@/shop?host={tmp_path}&port=5432"
    assert Address.from_url(address.url(), "X") == address


def test_one_url_has_a_form_for_each_driver():
    """
    REAL BUG THIS CATCHES: `postgresql+psycopg://` handed to asyncpg.connect, which takes only the plain form.
    """
    url = DatabaseURL(Address(host="h", user="u", database="d"), "psycopg")
    assert url == "postgresql+psycopg://u@h:5432/d" == url.psycopg
    assert url.dsn == "postgresql://u@h:5432/d"
    assert url.asyncpg == "postgresql+asyncpg://u@h:5432/d"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://root@localhost/x", "it begins with mysql, not with postgresql"),
        ("localhost:5432", "it begins with localhost, not with postgresql"),
        ("", "it begins with nothing, not with postgresql"),
        ("postgresql://u:geheim@h:port/d", "Port could not be cast"),
    ],
)
def test_a_wrong_url_is_one_sentence_with_the_cure_and_without_the_password(url, why):
    """
    REAL BUG THIS CATCHES: a traceback with the password in it, in the log of a public pipeline.
    """
    with pytest.raises(ServiceError, match="TEST_DATABASE_URL") as caught:
        Address.from_url(url, "TEST_DATABASE_URL")
    assert why in str(caught.value)
    assert "postgresql://user:password@localhost:5432" in caught.value.cure
    assert "geheim" not in str(caught.value)


def test_a_password_is_never_shown():
    """
    REAL BUG THIS CATCHES: the same, for passwords that contain an at sign.
    """
    assert shown("postgresql://u:p@ss@h/d") == "postgresql://u:***@h/d"
    assert shown("postgresql://u@h/d") == "postgresql://u@h/d"
