"""Forks, process groups, limits and reaping: knows nothing of tests."""

from .channel import Channel, ChannelClosed
from .clock import now
from .descendants import kill_descendants
from .limits import Limits
from .nursery import IN_PLACE, Ended, Life, Nursery, Order

__all__ = [
    "IN_PLACE",
    "Channel",
    "ChannelClosed",
    "Ended",
    "Life",
    "Limits",
    "Nursery",
    "Order",
    "kill_descendants",
    "now",
]
