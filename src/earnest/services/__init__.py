"""Real things for tests: each service in a room of its own that knows how to start it, isolate it and end it."""
