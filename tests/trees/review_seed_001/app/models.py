from pydantic import EmailStr
from sqlmodel import Field, SQLModel


class UserIn(SQLModel):
    email: EmailStr
    name: str
    password: str


class User(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    password: str


class UserOut(SQLModel):
    id: int
    email: str
    name: str


class ItemIn(SQLModel):
    name: str = Field(min_length=1)
    description: str = ""
    price: float = Field(default=1, ge=1, le=1000)
