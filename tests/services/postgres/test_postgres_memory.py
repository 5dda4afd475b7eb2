"""Data directories in memory: used where there is plenty, never trusted, never left behind."""

from __future__ import annotations

import shutil

import pytest
from processes import is_gone

from earnest.services.postgres.address import Address
from earnest.services.postgres.build import find_builds
from earnest.services.postgres.cluster import PORT, USER, remove_data
from earnest.services.postgres.connection import connect
from earnest.services.postgres.keeper import join
from earnest.services.postgres.memory import place_for
from earnest.services.postgres.places import places_of, temporary_places

pytestmark = pytest.mark.slow


@pytest.fixture
def build():
    return next(find_builds())


@pytest.fixture
def places(private, tmp_path, build):
    """Of a project whose server is not running; gone behind the test."""
    places = places_of(tmp_path, build)
    if place_for(places.home) is None:
        pytest.skip("this machine is short of memory")
    yield places
    remove_data(places.home)


def answers(places, build):
    """Whether a server starts and answers."""
    use = join(places, build)
    with connect(Address.on_socket(use.sockets, USER, PORT).on("postgres")) as connection:
        found = connection.execute("SELECT 1").fetchone()
    use.release()
    return is_gone(places) and found == (1,)


def test_a_server_starts_again_when_the_machine_has_forgotten_its_data(places, build):
    """
    REAL BUG THIS CATCHES: after a restart of the machine the link leads nowhere, and no test runs until somebody finds
    and removes it.
    """
    assert answers(places, build)
    assert places.data.is_symlink()
    shutil.rmtree(places.data.resolve())
    assert answers(places, build)


def test_data_on_the_disk_is_used_where_it_is(places, build):
    """
    REAL BUG THIS CATCHES: when memory is plenty again, a second data directory is made beside the one on the disk.
    """
    assert answers(places, build)
    shutil.copytree(places.data.resolve(), places.home / "copy")
    remove_data(places.home)
    (places.home / "copy").rename(places.data)
    assert answers(places, build)
    assert not places.data.is_symlink()


def test_removed_data_takes_no_memory(places, build):
    """
    REAL BUG THIS CATCHES: `earnest services clean` removes the link, and 50 MB of memory are lost until the next restart.
    """
    assert answers(places, build)
    inside = places.data.resolve()
    remove_data(places.home)
    assert not inside.exists()
    assert not places.data.is_symlink()


def test_a_temporary_server_takes_its_data_with_it(private, build):
    """
    REAL BUG THIS CATCHES: each test with a server of its own leaves 50 MB in memory.
    """
    places = temporary_places(build, "0123456789ab")
    use = join(places, build, temporary=True)
    inside = places.data.resolve()
    assert inside.exists()
    use.release()
    assert is_gone(places)
    assert not inside.exists()


def test_data_of_a_deleted_home_is_removed_by_the_next_server(places, build):
    """
    REAL BUG THIS CATCHES: a user deletes the cache directory, as one may, and the memory of all projects is lost.
    """
    assert answers(places, build)
    inside = places.data.resolve()
    shutil.rmtree(places.home)
    other = places_of(places.home.parent, build)
    assert answers(other, build)
    remove_data(other.home)
    assert not inside.exists()
