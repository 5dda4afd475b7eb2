"""The seed gives names only; the bodies are ours."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from faults import simulate_disk_full
from myapp.cache import LRUCache
from myapp.files import FileProcessor
from myapp.orders import OrderService
from myapp.users import DuplicateEmailError, RateLimitError, UserService, WeakPasswordError


@pytest.fixture
def service(test_database, mocker):
    mocker.patch("myapp.email_service.send_email", return_value=True)
    return UserService(test_database, attempts_allowed=2)


def test_user_registration_prevents_duplicate_emails(service, test_database):
    first = service.register_user("taken@example.com", "password123")
    with pytest.raises(DuplicateEmailError, match="taken@example.com is taken"):
        service.register_user("taken@example.com", "password456")
    assert test_database.find("users", "email", "taken@example.com").id == first.id


def test_payment_processing_handles_network_timeout(test_database, mocker):
    mocker.patch("external_payment.charge_card", side_effect=httpx.ConnectTimeout("no answer"))
    with pytest.raises(httpx.ConnectTimeout, match="no answer"):
        OrderService(test_database).process_order({"card": "1", "items": [{"price": 1, "quantity": 1}]})
    assert test_database.find("orders", "status", "processed") is None


def test_cache_maintains_consistency_under_concurrent_access():
    cache = LRUCache(max_size=10)
    with ThreadPoolExecutor(max_workers=8) as executor:
        list(executor.map(lambda number: cache.set("shared", number), range(200)))
    assert cache.get("shared") in range(200)
    assert cache.size() == 1


def test_file_upload_recovers_from_disk_full_error(tmp_path):
    processor = FileProcessor(output_dir=tmp_path)
    with simulate_disk_full(), pytest.raises(OSError, match="No space left"):
        processor.save_large_file("upload.bin", b"data")
    assert list(tmp_path.iterdir()) == []
    processor.save_large_file("upload.bin", b"data")
    assert (tmp_path / "upload.bin").read_bytes() == b"data"


class TestUserRegistrationSecurity:
    def test_prevents_sql_injection_in_email(self, service, test_database):
        user = service.register_user("x'); DROP TABLE users; --@example.com", "password123")
        assert test_database.get_user(user.id).email == "x'); DROP TABLE users; --@example.com"

    @pytest.mark.parametrize("password", ["short1", "nodigitshere"])
    def test_enforces_password_complexity(self, service, password):
        with pytest.raises(WeakPasswordError):
            service.register_user("weak@example.com", password)

    def test_rate_limits_registration_attempts(self, service):
        service.register_user("one@example.com", "password123")
        service.register_user("two@example.com", "password123")
        with pytest.raises(RateLimitError):
            service.register_user("three@example.com", "password123")
