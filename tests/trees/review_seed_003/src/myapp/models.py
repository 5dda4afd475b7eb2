import warnings
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import ClassVar

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import DateTime, ForeignKey, Numeric
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from myapp.cache import cache_registry

registered = cache_registry.new()
tokens = URLSafeTimedSerializer("a secret of the application")


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "myapp_users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_admin: Mapped[bool] = mapped_column(default=False)
    role: Mapped[str] = mapped_column(default="viewer")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))
    deactivated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    email_sent = False

    @classmethod
    def register(cls, name: str, email: str) -> "User":
        if email in registered:
            raise ValueError(f"Email {email} is already registered")
        registered.add(email)
        return cls(name=name, email=email)

    def generate_access_token(self, expires_in: int = 3600) -> str:
        return tokens.dumps({"id": self.id, "expires_in": expires_in})


class Address(Base):
    __tablename__ = "myapp_addresses"
    id: Mapped[int] = mapped_column(primary_key=True)
    street: Mapped[str]
    city: Mapped[str]
    country: Mapped[str] = mapped_column(default="US")
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    user: Mapped[User] = relationship()


class OrderStatus(Enum):
    PENDING = "pending"
    SHIPPED = "shipped"


class InvalidTransition(Exception):
    def __init__(self, from_status: OrderStatus, to_status: OrderStatus) -> None:
        super().__init__(f"an order does not go from {from_status.value} to {to_status.value}")
        self.from_status = from_status
        self.to_status = to_status


class Order(Base):
    __tablename__ = "myapp_orders"
    InvalidTransitionError: ClassVar[type[InvalidTransition]] = InvalidTransition
    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[OrderStatus] = mapped_column(default=OrderStatus.PENDING)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))
    total: Mapped[Decimal] = mapped_column(Numeric(10, 2), default=Decimal("0.00"))
    applied_coupon_id: Mapped[int | None]
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    user: Mapped[User] = relationship()
    address_id: Mapped[int | None] = mapped_column(ForeignKey(Address.id))
    shipping_address: Mapped[Address | None] = relationship()
    items: Mapped[list["OrderItem"]] = relationship(back_populates="order")

    def transition_to(self, status: OrderStatus) -> None:
        if self.status is OrderStatus.SHIPPED:
            raise InvalidTransition(self.status, status)
        self.status = status

    @classmethod
    def create_order_v1(cls, item: str, quantity: int) -> "Order":
        warnings.warn("use create_order_v2", DeprecationWarning, stacklevel=2)
        return cls.create_order_v2(item, quantity)

    @classmethod
    def create_order_v2(cls, item: str, quantity: int) -> "Order":
        one = OrderItem(product_name=item, quantity=quantity, unit_price=Decimal(1), subtotal=Decimal(quantity))
        return cls(items=[one])


class OrderItem(Base):
    __tablename__ = "myapp_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id))
    order: Mapped[Order] = relationship(back_populates="items")
    product_name: Mapped[str]
    quantity: Mapped[int]
    unit_price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    subtotal: Mapped[Decimal] = mapped_column(Numeric(10, 2))


class Coupon(Base):
    __tablename__ = "myapp_coupons"
    id: Mapped[int] = mapped_column(primary_key=True)
    discount_percent: Mapped[int]
