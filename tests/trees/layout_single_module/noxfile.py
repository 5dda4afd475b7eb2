raise RuntimeError("a tool, not the product")
