import time

from files import count, save, temporary


def test_save(tmp_path):
    path = save(tmp_path, ["a", "b"])
    time.sleep(0.05)
    assert count(path) == 2
    assert len(list(tmp_path.iterdir())) == 1


def test_factory(tmp_path_factory):
    assert tmp_path_factory.mktemp("numbered").name == "numbered0"
    assert count(save(tmp_path_factory.mktemp("other"), ["x"])) == 1


def test_temporary():
    assert temporary("abc") == "abc"


def test_old_fixture(tmpdir):
    assert save(tmpdir, []).name == "lines.txt"


def test_directory_is_new(tmp_path):
    assert not list(tmp_path.iterdir())
    assert tmp_path.name == "test_directory_is_new0"
