import os
from dataclasses import dataclass, field


@dataclass
class Settings:
    database_url: str = field(default_factory=lambda: os.environ.get("DATABASE_URL", "postgresql+asyncpg://localhost/neodyme"))
    secret_key: str = "a-secret-key-that-is-long-enough-for-hs256"
    bcrypt_rounds: int = 12


settings = Settings()
