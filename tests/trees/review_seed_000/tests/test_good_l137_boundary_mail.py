from myapp.users import UserService


def test_user_registration_sends_welcome_email(mocker, test_database):
    """Test integration while mocking external email service."""
    mock_email = mocker.patch("myapp.email_service.send_email")
    mock_email.return_value = True

    user_service = UserService(database=test_database)

    user = user_service.register_user("test@email.com", "password123")

    assert user.id is not None
    saved_user = test_database.get_user(user.id)
    assert saved_user.email == "test@email.com"

    mock_email.assert_called_once_with(to="test@email.com", template="welcome", user_data=mocker.ANY)
