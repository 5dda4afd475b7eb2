"""Saving files on a real disk, and on one that is full."""

import errno

import pytest
from myapp import FileProcessor
from support.faults import file_size_limit, on_full_disk

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 8192], ids=["empty", "one byte", "two megabytes"])
def test_a_saved_file_holds_exactly_the_data(tmp_path, data):
    """And it is where the caller is told that it is, alone.

    REAL BUG THIS CATCHES: save_large_file() loses bytes or leaves its partial file behind, and a customer's upload
    cannot be opened or the disk fills with rubbish.
    """
    path = FileProcessor(output_dir=tmp_path).save_large_file("upload.dat", data)

    assert path == tmp_path / "upload.dat"
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_the_output_directory_is_made(tmp_path):
    """With its parents, and only the first time.

    REAL BUG THIS CATCHES: save_large_file() fails on a new server, or from the second upload on.
    """
    processor = FileProcessor(output_dir=str(tmp_path / "uploads" / "2026"))
    processor.save_large_file("a.dat", b"a")
    processor.save_large_file("b.dat", b"b")

    assert sorted(path.name for path in (tmp_path / "uploads" / "2026").iterdir()) == ["a.dat", "b.dat"]


def test_files_go_to_the_working_directory_by_default(tmp_path, monkeypatch):
    """As with every other tool.

    REAL BUG THIS CATCHES: FileProcessor() has another default directory, and files end up where nobody looks for
    them.
    """
    monkeypatch.chdir(tmp_path)
    FileProcessor().save_large_file("here.dat", b"data")

    assert (tmp_path / "here.dat").read_bytes() == b"data"


def test_a_saved_file_has_the_permissions_of_any_new_file(tmp_path):
    """The web server that delivers the file is another user.

    REAL BUG THIS CATCHES: save_large_file() writes through a temporary file that only its owner may read, and every
    download is refused.
    """
    (tmp_path / "ordinary").write_bytes(b"")
    path = FileProcessor(output_dir=tmp_path).save_large_file("upload.dat", b"data")

    assert path.stat().st_mode == (tmp_path / "ordinary").stat().st_mode


@pytest.mark.parametrize("size", [10, 1 << 20], ids=["less than a buffer", "more than a buffer"])
def test_a_full_disk_is_reported_with_the_directory_and_leaves_nothing_behind(tmp_path, size):
    """Small data fail when the file is closed, large data when they are written.

    REAL BUG THIS CATCHES: save_large_file() reports success or a bare "OSError" when the disk is full, and leaves
    half a file that keeps the disk full: uploads are lost, and whoever is on call does not know where.
    """
    processor = FileProcessor(output_dir=tmp_path)

    with pytest.raises(OSError, match="No space left on device") as caught:
        on_full_disk(lambda: processor.save_large_file("huge_file.dat", b"x" * size))

    assert caught.value.errno == errno.ENOSPC
    assert isinstance(caught.value.__cause__, OSError)
    assert str(caught.value).endswith(
        f"cannot save 'huge_file.dat' ({size} bytes) in {tmp_path}; free some space there or choose another output_dir"
    )
    assert list(tmp_path.iterdir()) == []


def test_saving_works_again_when_the_disk_has_space_again(tmp_path):
    """The same object, the same name.

    REAL BUG THIS CATCHES: save_large_file() keeps state from the failure, and uploads stay broken until a restart.
    """
    processor = FileProcessor(output_dir=tmp_path)
    with pytest.raises(OSError, match="space"):
        on_full_disk(lambda: processor.save_large_file("huge_file.dat", b"data"))

    assert processor.save_large_file("huge_file.dat", b"data").read_bytes() == b"data"


def test_a_full_disk_does_not_damage_the_file_that_is_there(tmp_path):
    """The old version stays whole.

    REAL BUG THIS CATCHES: save_large_file() empties the old file before it writes the new one, and a full disk
    destroys data that were safe.
    """
    processor = FileProcessor(output_dir=tmp_path)
    path = processor.save_large_file("report.dat", b"old version")

    with pytest.raises(OSError, match="space"):
        on_full_disk(lambda: processor.save_large_file("report.dat", b"new version" * 1000))

    assert path.read_bytes() == b"old version"


def test_a_write_that_is_cut_short_is_no_success(tmp_path):
    """The system takes the first 1000 bytes and refuses the others.

    REAL BUG THIS CATCHES: save_large_file() trusts a single write, and files end in the middle; or it tells people to
    free space, which is no cure for a limit.
    """
    processor = FileProcessor(output_dir=tmp_path)

    with file_size_limit(1000), pytest.raises(OSError, match="File too large") as caught:
        processor.save_large_file("huge_file.dat", b"x" * 5000)

    assert caught.value.errno == errno.EFBIG
    assert str(caught.value).endswith(f"cannot save 'huge_file.dat' (5000 bytes) in {tmp_path}")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_directory_is_reported(tmp_path):
    """A typing error in a configuration.

    REAL BUG THIS CATCHES: save_large_file() raises an error about a temporary name that nobody knows, because its
    clean-up fails as well.
    """
    (tmp_path / "uploads").write_text("a file")

    with pytest.raises(
        FileExistsError, match=r"^\[Errno 17\] File exists: cannot save 'a\.dat' \(3 bytes\) in .*uploads$"
    ):
        FileProcessor(output_dir=tmp_path / "uploads").save_large_file("a.dat", b"abc")


@pytest.mark.parametrize("name", ["", ".", "..", "../outside.dat", "/etc/outside.dat", "sub/file.dat"])
def test_a_name_that_leaves_the_directory_is_refused(tmp_path, name):
    """Names come from whoever uploads.

    REAL BUG THIS CATCHES: save_large_file() joins the name as it is, and an upload called ../../app.py replaces the
    application.
    """
    with pytest.raises(ValueError, match="name must be a plain file name without a directory") as caught:
        FileProcessor(output_dir=tmp_path / "out").save_large_file(name, b"data")

    assert str(caught.value).endswith(f"got {name!r}")
    assert list(tmp_path.iterdir()) == []


def test_data_that_are_no_bytes_leave_nothing_behind(tmp_path):
    """A mistake of the caller, not of the disk.

    REAL BUG THIS CATCHES: save_large_file() cleans up after disk errors only, and every mistaken call leaves an empty
    partial file.
    """
    with pytest.raises(TypeError):
        FileProcessor(output_dir=tmp_path).save_large_file("text.dat", "text")

    assert list(tmp_path.iterdir()) == []
