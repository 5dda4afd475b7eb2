# test_<module>_<function>_<scenario>
def test_create_user_with_valid_data():  # expect: ET710
    pass


def test_create_user_with_duplicate_email():  # expect: ET710
    pass


def test_get_user_not_found():  # expect: ET710
    pass


def test_delete_user_unauthorized():  # expect: ET710
    pass
