"""Accounts."""

from bank import post


class Account:
    """Money of one customer."""

    def __init__(self, balance):
        self.balance = balance

    def withdraw(self, amount):
        """Takes money out. Raises ValueError when there is not enough."""
        if amount > self.balance:
            raise ValueError(f"cannot withdraw {amount}, there is only {self.balance}")
        self.balance -= amount
        post.tell(f"{amount} withdrawn")
        return self.balance

    def close(self):
        """Pays out the rest."""
        rest = self.balance
        self.balance = 0
        return rest
