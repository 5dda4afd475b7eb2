from __future__ import annotations

import pytest


class TestAssertionPatterns:
    """Demonstrate pytest assertion introspection."""

    def test_collection_membership(self) -> None:
        roles = ["admin", "editor", "viewer"]
        assert "admin" in roles  # expect: ET104
        assert "superuser" not in roles  # expect: ET104

    def test_approximate_equality(self) -> None:
        """Use pytest.approx for floating point comparisons."""
        calculated_tax = 19.999999999
        assert calculated_tax == pytest.approx(20.0, rel=1e-6)  # expect: ET104

    def test_dictionary_subset(self) -> None:
        """Check that a dict contains expected keys."""
        response = {"id": 42, "name": "Alice", "role": "admin", "created_at": "2026-01-01"}
        assert response["name"] == "Alice"  # expect: ET104
        assert response["role"] == "admin"  # expect: ET104
        # Check subset
        expected = {"name": "Alice", "role": "admin"}
        assert expected.items() <= response.items()  # expect: ET104
