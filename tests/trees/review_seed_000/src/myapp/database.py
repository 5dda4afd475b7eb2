"""The database of the application: PostgreSQL."""

import psycopg
from psycopg import sql

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (id serial PRIMARY KEY, email text UNIQUE NOT NULL, password text);
CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY, total numeric NOT NULL, status text NOT NULL);
CREATE TABLE IF NOT EXISTS processed (id serial PRIMARY KEY, value integer NOT NULL);
"""


class Record:
    def __init__(self, **values):
        self.__dict__.update(values)


class Database:
    def __init__(self, url="postgresql://test:test@localhost:5432/myapp_test"):
        self.connection = psycopg.connect(url, autocommit=True)

    def create_schema(self):
        self.connection.execute(SCHEMA)

    def truncate_all_tables(self):
        self.connection.execute("TRUNCATE users, orders, processed")

    def cleanup(self):
        self.truncate_all_tables()
        self.connection.close()

    def save(self, table, **values):
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join([sql.Placeholder()] * len(values)),
        )
        return self.connection.execute(statement, list(values.values())).fetchone()[0]

    def find(self, table, column, value):
        statement = sql.SQL("SELECT * FROM {} WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(column))
        cursor = self.connection.execute(statement, [value])
        row = cursor.fetchone()
        return row and Record(**{field.name: item for field, item in zip(cursor.description, row)})

    def get_user(self, user_id):
        return self.find("users", "id", user_id)

    def get_order(self, order_id):
        return self.find("orders", "id", order_id)
