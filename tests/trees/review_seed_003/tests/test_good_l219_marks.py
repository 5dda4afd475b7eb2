from __future__ import annotations

import sys
from typing import Any

import pytest
from myapp.services import calculate_discount, parse_csv_row, process_million_records, validate_email


@pytest.mark.slow
def test_large_dataset_processing() -> None:
    """This test is slow; run only when needed."""
    results = process_million_records()
    assert len(results) == 1_000_000


@pytest.mark.skip(reason="the provider closes its sandbox over the weekend")
def test_skipped_with_a_reason() -> None:
    assert calculate_discount(price=10.0, discount_percent=10) == pytest.approx(9.0)


@pytest.mark.skipif(sys.platform == "win32", reason="Unix-only feature")
def test_skipped_elsewhere_with_a_reason() -> None:
    assert calculate_discount(price=10.0, discount_percent=20) == pytest.approx(8.0)


@pytest.mark.xfail(reason="international addresses are not known yet")
def test_expected_to_fail_with_a_reason() -> None:
    assert validate_email("user@xn--bcher-kva") is True


@pytest.mark.parametrize(
    ("input_price", "discount_pct", "expected"),
    [
        (100.0, 10, 90.0),
        (100.0, 0, 100.0),
        (100.0, 100, 0.0),
        (49.99, 25, 37.4925),
        (0.0, 50, 0.0),
    ],
    ids=[
        "ten_percent_off",
        "no_discount",
        "full_discount",
        "fractional_price",
        "zero_price",
    ],
)
def test_calculate_discount(input_price: float, discount_pct: int, expected: float) -> None:
    result = calculate_discount(price=input_price, discount_percent=discount_pct)
    assert result == pytest.approx(expected)


@pytest.mark.parametrize(
    ("email", "is_valid"),
    [
        ("user@example.com", True),
        ("user+tag@example.com", True),
        ("user@.com", False),
        ("@example.com", False),
        ("user@example", False),
        ("", False),
    ],
)
def test_validate_email(email: str, is_valid: bool) -> None:
    assert validate_email(email) is is_valid


class TestCSVParsing:
    """Group parametrized tests in a class for organization."""

    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            ("Alice,30,admin", {"name": "Alice", "age": 30, "role": "admin"}),
            ("Bob,25,editor", {"name": "Bob", "age": 25, "role": "editor"}),
        ],
    )
    def test_parse_csv_row(self, row: str, expected: dict[str, Any]) -> None:
        parsed = parse_csv_row(row, headers=["name", "age", "role"])
        assert parsed == expected
