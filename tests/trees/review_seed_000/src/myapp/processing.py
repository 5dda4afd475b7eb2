def process_data(values):
    if values is None:
        raise ValueError("values cannot be None")
    return [value * 2 for value in values]
