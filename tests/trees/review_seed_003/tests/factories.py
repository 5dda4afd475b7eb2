from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory
from myapp.models import Address, Coupon, Order, OrderItem, OrderStatus, User


class UserFactory(SQLAlchemyModelFactory):
    """Factory for creating User model instances."""

    class Meta:
        model = User
        sqlalchemy_session = None  # Set dynamically via conftest
        sqlalchemy_session_persistence = "commit"

    name = factory.Faker("name")
    email = factory.Sequence(lambda number: f"user{number}@example.com")
    is_active = True
    created_at = factory.LazyFunction(lambda: datetime.now(timezone.utc))

    class Params:
        admin = factory.Trait(is_admin=True, role="admin")
        inactive = factory.Trait(
            is_active=False, deactivated_at=factory.LazyFunction(lambda: datetime.now(timezone.utc))
        )


class AddressFactory(SQLAlchemyModelFactory):
    """Factory for creating Address instances."""

    class Meta:
        model = Address
        sqlalchemy_session = None
        sqlalchemy_session_persistence = "commit"

    street = factory.Faker("street_address")
    city = factory.Faker("city")
    country = "US"
    user = factory.SubFactory(UserFactory)


class OrderFactory(SQLAlchemyModelFactory):
    """Factory for creating Order instances with related items."""

    class Meta:
        model = Order
        sqlalchemy_session = None
        sqlalchemy_session_persistence = "commit"

    user = factory.SubFactory(UserFactory)
    status = OrderStatus.PENDING
    shipping_address = factory.SubFactory(AddressFactory, user=factory.SelfAttribute("..user"))
    created_at = factory.LazyFunction(lambda: datetime.now(timezone.utc))
    total = Decimal("0.00")

    @factory.post_generation
    def items(self, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        if not create:
            return
        if extracted:
            for item_data in extracted:
                OrderItemFactory(order=self, **item_data)
            self.total = sum(item.subtotal for item in self.items)


class OrderItemFactory(SQLAlchemyModelFactory):
    """Factory for creating OrderItem instances."""

    class Meta:
        model = OrderItem
        sqlalchemy_session = None
        sqlalchemy_session_persistence = "commit"

    order = factory.SubFactory(OrderFactory)
    product_name = factory.Faker("word")
    quantity = factory.Faker("random_int", min=1, max=10)
    unit_price = factory.Faker("pydecimal", left_digits=3, right_digits=2, positive=True)
    subtotal = factory.LazyAttribute(lambda obj: obj.quantity * obj.unit_price)


class CouponFactory(SQLAlchemyModelFactory):
    """Factory for creating Coupon instances."""

    class Meta:
        model = Coupon
        sqlalchemy_session = None
        sqlalchemy_session_persistence = "commit"

    discount_percent = 10
