"""Customers and their orders."""

from __future__ import annotations

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    seen: Mapped[datetime.datetime] = mapped_column(server_default=func.clock_timestamp())


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[int] = mapped_column(ForeignKey(Customer.id, deferrable=True, initially="DEFERRED"))
    amount: Mapped[int] = mapped_column(CheckConstraint("amount > 0", name="positive"))
