"""Tables that are filled once, when the module is imported."""


def _percent(number):
    return number / 100


def _steps(count):
    found = []
    for step in range(count):
        found.append(step * 2)
    return tuple(found)


def register(name):
    def remember(function):
        HANDLERS[name.upper()] = function
        return function

    return remember


HANDLERS = {}
VAT = _percent(20)
STEPS = _steps(3)
BY_NAME = {name: len(name) + 1 for name in ("a", "bb")}
if VAT > 0.1:
    KIND = "high"
else:
    KIND = "low"


@register("gross")
def gross(net, rate=VAT):
    return net + net * rate


def both(number):
    return _percent(number) + VAT


UNUSED = _percent(5) * 3
