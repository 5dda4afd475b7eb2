# no static rule: an inequality is an oracle, if a weak one; only a change to the hash that survives shows how weak
from neodyme.legacy import PasswordHasher


def test_password_hashing():
    hasher = PasswordHasher()
    result = hasher.hash_password("password123")
    assert result != "password123"  # Tells us almost nothing!
