import threading
from collections import OrderedDict


class LRUCache:
    def __init__(self, max_size):
        self.max_size = max_size
        self.lock = threading.Lock()
        self.entries = OrderedDict()

    def set(self, key, value):
        with self.lock:
            self.entries[key] = value
            self.entries.move_to_end(key)
            if len(self.entries) > self.max_size:
                self.entries.popitem(last=False)

    def get(self, key):
        with self.lock:
            if key not in self.entries:
                return None
            self.entries.move_to_end(key)
            return self.entries[key]

    def size(self):
        return len(self.entries)


cache = LRUCache(max_size=1000)


class Outcome:
    def __init__(self, success):
        self.success = success


def perform_operation():
    cache.set("operation", 1)
    return Outcome(cache.get("operation") == 1)


def stress_operation():
    return perform_operation()
