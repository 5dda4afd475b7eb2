"""PostgreSQL for tests: found or started without configuration, one database for each worker."""
