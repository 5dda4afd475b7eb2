def value(numeral):
    digits = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < after else digit for digit, after in pairs)
