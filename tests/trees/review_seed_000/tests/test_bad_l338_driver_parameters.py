from sqlalchemy import text


def test_a_row_is_inserted_with_driver_parameters(test_database_engine):
    with test_database_engine.connect() as conn:
        conn.execute(
            text("INSERT INTO users (email, password) VALUES (%(param1)s, %(param2)s)"),  # expect: ET502
            {"param1": "value1", "param2": "value2"},
        )
        assert conn.execute(text("SELECT email, password FROM users")).all() == [("value1", "value2")]
