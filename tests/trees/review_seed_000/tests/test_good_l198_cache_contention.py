from concurrent.futures import ThreadPoolExecutor

from myapp.cache import LRUCache


def test_cache_thread_safety_under_high_contention():
    """Test cache behaves correctly with concurrent access."""
    cache = LRUCache(max_size=100)
    results = []

    def cache_worker(worker_id):
        """Worker that hammers the cache."""
        for i in range(50):
            key = f"worker_{worker_id}_item_{i}"
            cache.set(key, f"value_{i}")
            retrieved = cache.get(key)
            results.append((worker_id, key, retrieved))

    with ThreadPoolExecutor(max_workers=10) as executor:
        futures = [executor.submit(cache_worker, i) for i in range(10)]
        for future in futures:
            future.result()

    for worker_id, key, value in results:
        if value is not None:  # Might be evicted, but shouldn't be corrupted
            expected = f"value_{key.split('_')[-1]}"
            assert value == expected, f"Data corruption detected: {key} -> {value}"

    assert cache.size() <= 100
