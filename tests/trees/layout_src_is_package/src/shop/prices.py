PRICES = {"tea": 3, "milk": 1}
