"""Reading files in chunks."""

import pytest
from myapp import FileProcessor

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("file_size", "expected_chunks"),
    [
        pytest.param(0, 0, id="empty"),
        pytest.param(1, 1, id="one byte"),
        pytest.param(1023, 1, id="just below a chunk"),
        pytest.param(1024, 1, id="one chunk"),
        pytest.param(1025, 2, id="just above a chunk"),
        pytest.param(1024 * 1024, 1024, id="1 MB"),
        pytest.param(10 * 1024 * 1024, 10240, id="10 MB"),
    ],
)
def test_a_file_is_cut_into_chunks_without_loss(tmp_path, file_size, expected_chunks):
    """Every size up to ten megabytes, and the sizes next to a chunk.

    REAL BUG THIS CATCHES: process_file() loses the last, shorter chunk or adds an empty one, and a file that was sent
    in chunks arrives damaged.
    """
    test_file = tmp_path / "test_file.dat"
    test_file.write_bytes((b"0123456789abcdef\n" * (file_size // 17 + 1))[:file_size])

    chunks = FileProcessor(chunk_size=1024).process_file(test_file)

    assert len(chunks) == expected_chunks
    assert b"".join(chunks) == test_file.read_bytes()


def test_chunks_are_64_kibibytes_by_default(tmp_path):
    """What is sent to the store, which charges by the request.

    REAL BUG THIS CATCHES: FileProcessor() has another default chunk size, and each upload makes a thousand requests.
    """
    (tmp_path / "file.dat").write_bytes(b"x" * 65537)

    assert [len(chunk) for chunk in FileProcessor().process_file(str(tmp_path / "file.dat"))] == [65536, 1]


def test_chunks_may_be_single_bytes(tmp_path):
    """The smallest chunk that makes sense.

    REAL BUG THIS CATCHES: an off-by-one error in FileProcessor() refuses chunk_size=1.
    """
    (tmp_path / "file.dat").write_bytes(b"abc")

    assert FileProcessor(chunk_size=1).process_file(tmp_path / "file.dat") == [b"a", b"b", b"c"]


@pytest.mark.parametrize("chunk_size", [0, -1])
def test_a_chunk_without_bytes_is_refused(chunk_size):
    """With 0 nothing would ever be read, with -1 everything at once.

    REAL BUG THIS CATCHES: FileProcessor() accepts the size, and process_file() says that every file is empty.
    """
    with pytest.raises(ValueError, match=f"^chunk_size must be at least 1 byte, got {chunk_size}$"):
        FileProcessor(chunk_size=chunk_size)


def test_a_missing_file_is_named(tmp_path):
    """The system's own error says it best.

    REAL BUG THIS CATCHES: process_file() swallows the error, and a missing file passes for an empty one.
    """
    with pytest.raises(FileNotFoundError, match=r"missing\.dat"):
        FileProcessor().process_file(tmp_path / "missing.dat")
