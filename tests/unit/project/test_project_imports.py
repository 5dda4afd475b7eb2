"""`imports_of`: the first-party modules that a file imports."""

import pytest

from earnest.model import SourceFile
from earnest.project import imports_of

KNOWN = {"shop", "shop.cart", "shop.mail", "shop.orders", "shop.orders.invoice", "settings", "ns.a.b"}
PLACES = {
    "shop/orders/invoice.py": "shop.orders.invoice",
    "shop/orders/__init__.py": "shop.orders",
    "tests/test_cart.py": "test_cart",
}


def imports(text, path="tests/test_cart.py"):
    return imports_of(SourceFile(path, PLACES[path], text, ""), KNOWN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import shop.cart", {"shop", "shop.cart"}),
        ("import shop.cart as c, settings as s, os", {"shop", "shop.cart", "settings"}),
        ("from shop import cart, VERSION", {"shop", "shop.cart"}),
        ("from shop.cart import Cart", {"shop", "shop.cart"}),
        ("from shop.cart import *", {"shop", "shop.cart"}),
        ("import shop.unknown", {"shop"}),
        ("import ns.a.b", {"ns.a.b"}),
        ("import os.path\nfrom shopping import cart", set()),
        ("def f():\n    from shop import mail", {"shop", "shop.mail"}),
        ("try:\n    import settings\nexcept ImportError:\n    settings = None", {"settings"}),
        ("import importlib\nm = importlib.import_module('shop.mail')", {"shop", "shop.mail"}),
        ("m = import_module('settings')", {"settings"}),
        ("m = __import__('settings')", {"settings"}),
        ("m = importlib.import_module(name)\nf('shop')", set()),
    ],
)
def test_absolute_imports_are_found_with_the_packages_around_them(text, found):
    """Anywhere in the file, under any alias, and through importlib where the name is literal.

    REAL BUG THIS CATCHES: a test whose module imports the changed one only inside a function is never chosen.
    """
    assert imports(text) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("shop/orders/invoice.py", "from .. import cart", {"shop", "shop.cart"}),
        ("shop/orders/invoice.py", "from ..mail import send", {"shop", "shop.mail"}),
        ("shop/orders/invoice.py", "from . import x", {"shop", "shop.orders"}),
        ("shop/orders/invoice.py", "import shop.orders.invoice", {"shop", "shop.orders"}),
        ("shop/orders/invoice.py", "from ..... import x", set()),
        ("shop/orders/__init__.py", "from . import invoice", {"shop", "shop.orders.invoice"}),
        ("shop/orders/__init__.py", "from .invoice import x", {"shop", "shop.orders.invoice"}),
        ("shop/orders/__init__.py", "from ..cart import x", {"shop", "shop.cart"}),
        ("shop/orders/__init__.py", "import_module('.invoice', __name__)", {"shop", "shop.orders.invoice"}),
    ],
)
def test_relative_imports_are_resolved_from_the_file_and_never_name_it(path, text, found):
    """A package's own file is one level nearer than its modules.

    REAL BUG THIS CATCHES: `from . import x` in an `__init__.py` is resolved one package too high.
    """
    assert imports(text, path) == found
