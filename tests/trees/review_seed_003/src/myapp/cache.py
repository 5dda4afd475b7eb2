class CacheRegistry:
    def __init__(self) -> None:
        self.caches: list[set[str]] = []

    def new(self) -> set[str]:
        self.caches.append(set())
        return self.caches[-1]

    def clear_all(self) -> None:
        for cache in self.caches:
            cache.clear()


cache_registry = CacheRegistry()
