from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from myapp.services import OrderService

from tests.factories import CouponFactory, OrderFactory, UserFactory


class TestOrderService:
    def test_calculate_order_total(self, db_session) -> None:
        user = UserFactory()
        order = OrderFactory(
            user=user,
            items=[
                {"product_name": "Widget", "quantity": 2, "unit_price": Decimal("9.99")},
                {"product_name": "Gadget", "quantity": 1, "unit_price": Decimal("24.99")},
            ],
        )

        total = OrderService.calculate_total(order)
        assert total == pytest.approx(Decimal("44.97"))

    def test_bulk_order_creation(self, db_session) -> None:
        user = UserFactory()
        orders = OrderFactory.create_batch(5, user=user)
        assert len(orders) == 5
        assert all(o.user_id == user.id for o in orders)

    def test_admin_can_view_all_orders(self, db_session) -> None:
        admin = UserFactory(admin=True)
        regular = UserFactory()
        OrderFactory.create_batch(3, user=regular)

        orders = OrderService.list_orders(requesting_user=admin)
        assert len(orders) == 3

    def test_apply_discount(self, db_session: Any) -> None:
        """L1715, best practice 1."""
        # Arrange
        order = OrderFactory(total=Decimal("100.00"))
        coupon = CouponFactory(discount_percent=15)

        # Act
        result = OrderService.apply_coupon(order=order, coupon=coupon)

        # Assert
        assert result.total == Decimal("85.00")
        assert result.applied_coupon_id == coupon.id
