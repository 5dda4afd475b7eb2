def plural(name):
    if name.endswith("y"):
        return name[:-1] + "ies"
    return name + "s"
