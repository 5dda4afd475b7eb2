from sqlalchemy import text


class DatabaseService:
    def __init__(self, engine):
        self.engine = engine

    def search(self, words, limit=10):
        statement = text("SELECT id, email FROM users WHERE email LIKE :pattern ORDER BY id LIMIT :limit")
        with self.engine.connect() as connection:
            return connection.execute(statement, {"pattern": f"%{words}%", "limit": limit}).all()
