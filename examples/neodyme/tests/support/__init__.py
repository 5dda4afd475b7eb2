"""What tests need and pytest does not know: builders, checks, servers."""
