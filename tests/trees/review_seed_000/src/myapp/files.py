import errno
import os
import shutil


class FileProcessor:
    def __init__(self, output_dir=None, chunk_size=4096):
        self.output_dir = output_dir
        self.chunk_size = chunk_size

    def save_large_file(self, name, data):
        if shutil.disk_usage(self.output_dir).free < len(data):
            raise OSError(errno.ENOSPC, "No space left on device", os.fspath(self.output_dir))
        (self.output_dir / name).write_bytes(data)

    def process_file(self, path):
        data = path.read_bytes()
        return [data[start : start + self.chunk_size] for start in range(0, len(data), self.chunk_size)]


class FileStorage:
    def __init__(self, base_path):
        self.base_path = base_path

    def write(self, name, data):
        path = self.base_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
