"""neodyme: accounts over HTTP, on PostgreSQL."""
