from __future__ import annotations

import json
from typing import Any

import pytest
from myapp.serializers import serialize_order, serialize_user_list
from myapp.services import SearchService
from pytest_benchmark.fixture import BenchmarkFixture


class TestSerializationPerformance:
    """Benchmark serialization operations."""

    def test_serialize_user_list(self, benchmark: BenchmarkFixture) -> None:
        """Benchmark user list serialization."""
        users = [{"id": i, "name": f"User {i}", "email": f"user{i}@example.com"} for i in range(1000)]

        result = benchmark(serialize_user_list, users)

        assert len(result) == 1000

    def test_serialize_order_with_items(self, benchmark: BenchmarkFixture) -> None:
        """Benchmark complex nested serialization."""
        order = {
            "id": 1,
            "items": [{"product": f"Item {i}", "qty": i, "price": 9.99} for i in range(50)],
            "total": 499.50,
        }

        result = benchmark(serialize_order, order)
        assert result["total"] == 499.50

    @pytest.mark.parametrize("size", [100, 1000, 10_000])
    def test_json_serialization_scaling(self, benchmark: BenchmarkFixture, size: int) -> None:
        """Benchmark JSON serialization at different data sizes."""
        data = [{"key": f"value_{i}", "number": i} for i in range(size)]

        result = benchmark(json.dumps, data)

        assert isinstance(result, str)


class TestSearchPerformance:
    """Benchmark search operations."""

    def test_full_text_search(self, benchmark: BenchmarkFixture, db_session: Any) -> None:
        """Benchmark full-text search performance."""
        service = SearchService(session=db_session)

        result = benchmark.pedantic(
            service.search,
            args=("python testing",),
            kwargs={"limit": 50},
            iterations=10,
            rounds=5,
            warmup_rounds=2,
        )

        assert isinstance(result, list)
