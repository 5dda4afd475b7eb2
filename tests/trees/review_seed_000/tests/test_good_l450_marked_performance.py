import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from myapp.cache import cache, perform_operation, stress_operation


@pytest.mark.performance
class TestNormalPerformance:
    """Performance tests with realistic expectations."""

    def test_cache_hit_performance(self):
        """Memory cache hits should be very fast."""
        start = time.perf_counter()
        for _ in range(1000):
            result = cache.get("test_key")
        elapsed = time.perf_counter() - start

        assert elapsed < 0.1, f"Cache hits took {elapsed:.3f}s"

    def test_concurrent_access_performance(self):
        """System should handle expected concurrent load."""
        with ThreadPoolExecutor(max_workers=4) as executor:
            start = time.perf_counter()
            futures = [executor.submit(perform_operation) for _ in range(100)]
            results = [f.result() for f in futures]
            elapsed = time.perf_counter() - start

        assert elapsed < 2.0
        assert all(r.success for r in results)


@pytest.mark.stress
class TestStressPerformance:
    """Stress tests that discover system boundaries."""

    def test_massive_concurrent_load(self):
        """50 threads x 1000 operations - may fail, shows limits."""
        with ThreadPoolExecutor(max_workers=50) as executor:
            start = time.perf_counter()
            futures = [executor.submit(stress_operation) for _ in range(50000)]
            results = [f.result() for f in futures]
            elapsed = time.perf_counter() - start

        success_rate = sum(1 for r in results if r.success) / len(results)
        print(f"Stress test: {success_rate:.1%} success rate, {elapsed:.1f}s")

        assert success_rate > 0.7  # 70% success under stress is acceptable
