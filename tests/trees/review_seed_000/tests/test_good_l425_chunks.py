import pytest
from myapp.files import FileProcessor


@pytest.mark.parametrize(
    "file_size,expected_chunks",
    [
        (1024, 1),  # Small file
        (1024 * 1024, 1024),  # 1MB file
        (10 * 1024 * 1024, 10240),  # 10MB file
    ],
)
def test_file_chunking_handles_various_sizes(tmp_path, file_size, expected_chunks):
    """Test file processor handles different real-world file sizes."""
    test_file = tmp_path / "test_file.dat"
    test_file.write_bytes(b"x" * file_size)

    processor = FileProcessor(chunk_size=1024)
    chunks = processor.process_file(test_file)

    assert len(chunks) == expected_chunks

    reconstructed_size = sum(len(chunk) for chunk in chunks)
    assert reconstructed_size == file_size
