"""Databases for single tests: fresh each time, made ahead, gone at the end."""

from __future__ import annotations

import pytest

from earnest.services.postgres.address import Address
from earnest.services.postgres.admin import Admin
from earnest.services.postgres.clones import Clones
from earnest.services.postgres.cluster import PORT, USER
from earnest.services.postgres.connection import connect

pytestmark = pytest.mark.slow


@pytest.fixture
def admin(server):
    """On a server with one template."""
    admin = Admin(Address.on_socket(server.sockets, USER, PORT), origin="the test's server")
    admin.create("earnest_original")
    with connect(admin.address.on("earnest_original")) as connection:
        connection.execute("CREATE TABLE things (x int)")
    yield admin
    admin.close()


@pytest.fixture
def clones(admin, monkeypatch):
    """As in a run that is not a trial."""
    monkeypatch.delenv("EARNEST_WORKER", raising=False)
    return Clones(admin, "earnest_original", "earnest_copy")


def use(admin, name):
    """What one test does: finds nothing there, leaves a row."""
    with connect(admin.address.on(name)) as connection:
        assert connection.execute("SELECT count(*) FROM things").fetchone() == (0,)
        connection.execute("INSERT INTO things VALUES (1)")


def test_each_test_has_a_fresh_database_and_none_is_left(admin, clones):
    """
    REAL BUG THIS CATCHES: the copy that was made ahead is handed out twice, or stays on the server when the run is over.
    """
    names = []
    for _ in range(6):
        names.append(clones.take())
        use(admin, names[-1])
        clones.give_back(names[-1])
    assert len(set(names)) == 6
    clones.close()
    assert admin.names("earnest_copy") == []


def test_a_copy_goes_away_with_those_who_are_still_connected_to_it(admin, clones):
    """
    REAL BUG THIS CATCHES: an engine that a test forgot to dispose of keeps its database, and the disk fills; or each
    such test waits until the server looks again.
    """
    forgotten = []
    for _ in range(4):
        name = clones.take()
        forgotten.append(connect(admin.address.on(name)))
        clones.give_back(name)
    clones.close()
    assert admin.names("earnest_copy") == []
    for connection in forgotten:
        connection.close()


def test_a_prepared_transaction_does_not_keep_its_database(admin, clones):
    """
    REAL BUG THIS CATCHES: a test of two-phase commit leaves a transaction, and its database can never be dropped.
    """
    for number in range(4):
        name = clones.take()
        with connect(admin.address.on(name)) as connection:
            connection.execute("BEGIN")
            connection.execute("INSERT INTO things VALUES (1)")
            connection.execute(f"PREPARE TRANSACTION 'left-{number}'")
        clones.give_back(name)
    clones.close()
    assert admin.names("earnest_copy") == []


def test_tests_that_end_every_connection_get_their_databases_all_the_same(admin, clones):
    """
    REAL BUG THIS CATCHES: a test of what happens when the database goes away ends the connection that makes the next
    copy, and all tests behind it fail.
    """
    for _ in range(4):
        name = clones.take()
        use(admin, name)
        with connect(admin.address.on("template1")) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
                " WHERE query ~ '^(CREATE|DROP) DATABASE' AND pid <> pg_backend_pid()"
            )
        clones.give_back(name)
    clones.close()
    assert admin.names("earnest_copy") == []


def test_a_trial_makes_nothing_that_it_was_not_asked_for(admin, monkeypatch):
    """
    REAL BUG THIS CATCHES: each of a thousand trials makes a database that nobody wants, and is ended before it drops it.
    """
    monkeypatch.setenv("EARNEST_WORKER", "slot0")
    clones = Clones(admin, "earnest_original", "earnest_copy")
    for _ in range(3):
        name = clones.take()
        assert admin.names("earnest_copy") == [name]
        clones.give_back(name)
        assert admin.names("earnest_copy") == []
