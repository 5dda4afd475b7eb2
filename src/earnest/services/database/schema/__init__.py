"""What is in the database before a test begins: built once, known by a fingerprint."""

from .kinds import Schema, schema_of

__all__ = ["Schema", "schema_of"]
