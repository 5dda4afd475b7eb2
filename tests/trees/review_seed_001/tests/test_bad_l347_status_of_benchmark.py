def test_endpoint_performance(client, benchmark):  # expect: ET107
    def call_endpoint():
        return client.get("/api/items")

    result = benchmark(call_endpoint)
    assert result.status_code == 200
