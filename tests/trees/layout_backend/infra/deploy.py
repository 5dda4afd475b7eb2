raise RuntimeError("a script, not the product")
