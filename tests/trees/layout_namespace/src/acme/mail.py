def address(name):
    return f"{name}@acme.example"
