"""Patterns and groups of exceptions."""


def area(shape):
    match shape:
        case {"kind": "square", "side": side}:
            return side * side
        case ("circle", radius) if radius > 0:
            return 3 * radius * radius
        case [first, *rest] | (first, *rest) if rest:
            return len(rest)
        case str() as name:
            raise TypeError(f"unknown shape {name}")
        case _:
            return 0


def gather(jobs):
    errors = []
    for job in jobs:
        try:
            job()
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("failed jobs", errors)
    return len(jobs)


def summary(jobs):
    found = []
    try:
        gather(jobs)
    except* ValueError as group:
        found.append(("value", len(group.exceptions)))
    except* (KeyError, TypeError) as group:
        found.append(("lookup", len(group.exceptions)))
    else:
        found.append(("fine", 0))
    finally:
        found.append(("end", len(jobs)))
    return found
