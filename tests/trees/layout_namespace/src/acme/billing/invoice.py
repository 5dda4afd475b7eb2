def total(lines):
    return sum(amount * price for amount, price in lines)
