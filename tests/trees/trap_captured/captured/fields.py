"""Dataclasses, enums and descriptors."""

import enum
from dataclasses import dataclass, field


def fresh():
    return [1]


@dataclass(order=True)
class Point:
    x: int = 1 + 1
    tags: list = field(default_factory=fresh, compare=False)

    def __post_init__(self):
        if self.x < 0:
            raise ValueError("negative")

    @property
    def size(self):
        return self.x + len(self.tags)


class Level(enum.IntEnum):
    LOW = 1
    HIGH = LOW + 4

    @classmethod
    def of(cls, text):
        return cls[text.strip().upper()]

    def above(self, other):
        return self > other


class Named:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return self.name if instance is None else getattr(instance, self.name, 0)


class Base:
    kinds = []

    def __init_subclass__(cls, kind="", **options):
        super().__init_subclass__(**options)
        Base.kinds.append(kind or cls.__name__)


class Left(Base, kind="left"):
    amount = Named()


class Right(Base):
    pass
