import external_payment


class OrderService:
    def __init__(self, database=None):
        self.database = database

    def process_order(self, order):
        self.validate_order(order)
        total = self.calculate_total(order)
        external_payment.charge_card(order["card"], total)
        return self.save_order(total)

    def validate_order(self, order):
        if not order["items"]:
            raise ValueError("an order needs at least one item")

    def calculate_total(self, order):
        return sum(item["price"] * item["quantity"] for item in order["items"])

    def save_order(self, total):
        return self.database.get_order(self.database.save("orders", total=total, status="processed"))
