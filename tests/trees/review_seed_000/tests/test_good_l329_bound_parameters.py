from sqlalchemy import bindparam, text


def test_a_row_is_inserted_with_bound_parameters(test_database_engine):
    with test_database_engine.connect() as conn:
        conn.execute(
            text("INSERT INTO users (email, password) VALUES (:param1, :param2)").bindparams(
                bindparam("param1"), bindparam("param2")
            ),
            {"param1": "value1", "param2": "value2"},
        )
        assert conn.execute(text("SELECT email, password FROM users")).all() == [("value1", "value2")]
