from pathlib import Path


def count_words(path: Path) -> int:
    return len(path.read_text().split())
