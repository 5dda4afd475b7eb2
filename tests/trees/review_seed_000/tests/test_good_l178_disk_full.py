import pytest
from faults import simulate_disk_full
from myapp.files import FileProcessor

large_data = b"x" * 1024


def test_file_processor_handles_disk_full_error(tmp_path):
    """Test behavior when disk space runs out."""
    processor = FileProcessor(output_dir=tmp_path)

    with simulate_disk_full():
        with pytest.raises(OSError) as exc_info:
            processor.save_large_file("huge_file.dat", large_data)

        assert "space" in str(exc_info.value).lower()
        assert tmp_path.name in str(exc_info.value)
