from myapp.clients import email_client
from myapp.services.notification_service import NotificationService
from myapp.services.order_service import OrderService
from myapp.services.payment_service import PaymentService
from myapp.services.search_service import SearchService
from myapp.services.text import calculate_discount, check_email, parse_csv_row, process_million_records, validate_email
from myapp.services.user_service import UserService

__all__ = [
    "NotificationService",
    "OrderService",
    "PaymentService",
    "SearchService",
    "UserService",
    "calculate_discount",
    "check_email",
    "email_client",
    "parse_csv_row",
    "process_million_records",
    "validate_email",
]
