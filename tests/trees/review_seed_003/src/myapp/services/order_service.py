from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import object_session

from myapp.models import Coupon, Order, User


class OrderService:
    @staticmethod
    def calculate_total(order: Order) -> Decimal:
        return sum((item.quantity * item.unit_price for item in order.items), Decimal(0))

    @staticmethod
    def list_orders(requesting_user: User) -> list[Order]:
        statement = select(Order)
        if not requesting_user.is_admin:
            statement = statement.where(Order.user_id == requesting_user.id)
        return list(object_session(requesting_user).scalars(statement))

    @staticmethod
    def apply_coupon(order: Order, coupon: Coupon) -> Order:
        order.total = order.total * (100 - coupon.discount_percent) / 100
        order.applied_coupon_id = coupon.id
        return order
