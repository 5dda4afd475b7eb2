import json


class Saved:
    def __init__(self, success):
        self.success = success


class DataStore:
    def __init__(self, database):
        self.database = database

    def save(self, record):
        statement = "INSERT INTO records (id, body) VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET body = excluded.body"
        self.database.execute(statement, [record["id"], json.dumps(record)])
        return Saved(True)

    def get(self, record_id):
        (body,) = self.database.execute("SELECT body FROM records WHERE id = %s", [record_id]).fetchone()
        return json.loads(body)
