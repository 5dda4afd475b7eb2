import settings
from app.greeting import greet


def test_a_guest_is_greeted_by_name():
    assert settings.LANGUAGE == "en"
    assert greet("Ann") == "Hello, Ann"
