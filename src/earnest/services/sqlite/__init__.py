"""SQLite for tests of projects that run on it: a file for each worker, what tests commit is taken back."""
