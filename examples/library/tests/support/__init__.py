"""What the tests need and the application does not: real faults, real threads, a real server."""
