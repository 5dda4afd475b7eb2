class TestUserWorkflows:
    """Organize tests by user workflows rather than technical layers."""

    class TestRegistrationWorkflow:
        """All tests related to user registration."""

        async def test_successful_registration(self, test_client):  # expect: ET710
            """Test the happy path of user registration."""
            pass

        async def test_registration_with_weak_password(self, test_client):  # expect: ET710
            """Test registration validation with weak passwords."""
            pass

        async def test_registration_with_duplicate_email(self, test_client):  # expect: ET710
            """Test registration with existing email address."""
            pass

        async def test_registration_side_effects(self, test_client):  # expect: ET710
            """Test that registration triggers appropriate side effects."""
            pass

    class TestLoginWorkflow:
        """All tests related to user login."""

        async def test_successful_login(self, test_client):  # expect: ET710
            """Test successful login with correct credentials."""
            pass

        async def test_login_with_wrong_password(self, test_client):  # expect: ET710
            """Test login with incorrect password."""
            pass

        async def test_login_with_inactive_account(self, test_client):  # expect: ET710
            """Test login with deactivated account."""
            pass

        async def test_login_rate_limiting(self, test_client):  # expect: ET710
            """Test login rate limiting after failed attempts."""
            pass

    class TestProfileManagement:
        """All tests related to profile management."""

        async def test_view_own_profile(self, test_client):  # expect: ET710
            """Test viewing own user profile."""
            pass

        async def test_update_profile_information(self, test_client):  # expect: ET710
            """Test updating profile information."""
            pass

        async def test_cannot_view_other_profiles(self, test_client):  # expect: ET710
            """Test that users cannot view other users' profiles."""
            pass
