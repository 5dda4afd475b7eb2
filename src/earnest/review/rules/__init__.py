"""The rules: one file each, found by `earnest.review.registry`."""
