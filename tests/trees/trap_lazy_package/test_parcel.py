import pytest

import parcel
from parcel import wrap


def test_wrap():
    assert wrap("x") == "<<x"


def test_weigh_is_only_run():
    parcel.weigh("a")


def test_weigh():
    assert parcel.weigh("abc") == 30


def test_weigh_is_only_run_again():
    parcel.weigh("ab")


def test_unknown():
    with pytest.raises(AttributeError):
        parcel.unknown
