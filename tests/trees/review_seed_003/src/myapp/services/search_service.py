from sqlalchemy import text
from sqlalchemy.orm import Session


class SearchService:
    def __init__(self, session: Session) -> None:
        self.session = session

    def search(self, words: str, limit: int) -> list[str]:
        statement = text(
            "SELECT name FROM myapp_users WHERE to_tsvector('english', name) @@ plainto_tsquery('english', :words)"
            " ORDER BY name LIMIT :limit"
        )
        return list(self.session.execute(statement, {"words": words, "limit": limit}).scalars())
