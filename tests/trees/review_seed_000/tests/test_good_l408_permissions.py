def test_user_permissions_by_role(user_factory):
    """Test user permissions with different roles."""
    admin = user_factory(role="admin")
    user = user_factory(role="user")

    assert admin.can_delete_users() is True
    assert user.can_delete_users() is False
