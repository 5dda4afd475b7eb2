"""Puts each change on trial: which tests, in what order, on which path, with what verdict."""
