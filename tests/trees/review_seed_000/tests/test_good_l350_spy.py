from myapp.users import UserService


def test_with_spy_to_verify_real_calls(mocker, test_database):
    """Use spy when you want real method to run but verify it was called."""
    spy = mocker.spy(test_database, "save")

    user_service = UserService(test_database)
    user = user_service.create_user("test@email.com")

    spy.assert_called_once()
    assert user.id is not None  # Real database generated ID
