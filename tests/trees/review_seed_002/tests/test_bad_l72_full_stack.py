# "Slow" integration tests that test everything
def test_user_registration_full_stack():  # expect: ET710
    # Spins up database, email server, analytics service...
    # Takes 30 seconds to run
    # Breaks when any external service changes
    # Too slow to run during development
    pass
