"""The plain connection that the store uses."""

import psycopg


class DatabaseConnection:
    def __init__(self, host="localhost", url=None):
        self.url = url or f"postgresql://test:test@{host}:5432/myapp_test"
        self.connection = None

    def execute(self, statement, parameters=()):
        try:
            self.connection = self.connection or psycopg.connect(self.url, autocommit=True)
        except psycopg.OperationalError as error:
            raise ConnectionError(f"no database at {self.url}") from error
        return self.connection.execute(statement, parameters)

    def get_user(self, user_id):
        return self.execute("SELECT * FROM users WHERE id = %s", [user_id]).fetchone()

    def close(self):
        self.connection.close()
