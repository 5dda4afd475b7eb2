from __future__ import annotations

import pytest

from tests.factories import AddressFactory, CouponFactory, OrderFactory, OrderItemFactory, UserFactory


@pytest.fixture(autouse=True)
def _set_factory_sessions(db_session):
    """Bind all factories to the current test session."""
    for factory_cls in [UserFactory, OrderFactory, AddressFactory, OrderItemFactory, CouponFactory]:
        factory_cls._meta.sqlalchemy_session = db_session
    yield


@pytest.fixture
def user_factory():
    """Expose UserFactory for custom creation in tests."""
    return UserFactory


@pytest.fixture
def order_factory():
    """Expose OrderFactory for custom creation in tests."""
    return OrderFactory
