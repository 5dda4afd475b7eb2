from src.shop.prices import PRICES


def total(names):
    return sum(PRICES[name] for name in names)
