from __future__ import annotations

import pytest
from myapp.models import Order, OrderStatus, User


class TestAssertionPatterns:
    """Demonstrate pytest assertion introspection."""

    def test_equality(self) -> None:
        user = User(name="Alice", email="alice@example.com")
        assert user.name == "Alice"
        assert user.email == "alice@example.com"

    def test_exception_raised(self) -> None:
        """Verify specific exceptions with match patterns."""
        User.register(name="Ann", email="existing@example.com")
        with pytest.raises(ValueError, match=r"Email .* is already registered"):
            User.register(name="Bob", email="existing@example.com")

    def test_exception_attributes(self) -> None:
        """Inspect the raised exception object."""
        with pytest.raises(Order.InvalidTransitionError) as exc_info:
            order = Order(status=OrderStatus.SHIPPED)
            order.transition_to(OrderStatus.PENDING)

        assert exc_info.value.from_status == OrderStatus.SHIPPED
        assert exc_info.value.to_status == OrderStatus.PENDING

    def test_warnings(self) -> None:
        """Assert that specific warnings are emitted."""
        with pytest.warns(DeprecationWarning, match="use create_order_v2"):
            Order.create_order_v1(item="widget", quantity=1)
