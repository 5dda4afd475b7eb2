import re
from typing import Any

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+\.[^@\s]+")


def process_million_records() -> list[int]:
    return [number * 2 for number in range(1_000_000)]


def calculate_discount(price: float, discount_percent: float) -> float:
    return price * (100 - discount_percent) / 100


def validate_email(text: str) -> bool:
    return EMAIL.fullmatch(text) is not None


def check_email(text: str) -> None:
    if not validate_email(text):
        raise ValueError(f"Invalid email format: {text!r}")


def parse_csv_row(row: str, headers: list[str]) -> dict[str, Any]:
    cells = (int(cell) if cell.isdigit() else cell for cell in row.split(","))
    return dict(zip(headers, cells, strict=True))
