from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from neodyme.core.database import get_async_session
from neodyme.core.exceptions import ApplicationError, ErrorCode, SecurityError
from neodyme.core.security import make_token, read_token
from neodyme.models import User, UserCreate
from neodyme.repositories.user_repository import UserRepository
from neodyme.services.analytics_service import AnalyticsService, get_analytics_service
from neodyme.services.email_service import EmailService, get_email_service
from neodyme.services.user_service import UserService, tokens

app = FastAPI()
Session = Annotated[AsyncSession, Depends(get_async_session)]


class Registration(BaseModel):
    email: str
    full_name: str
    password: str


class Login(BaseModel):
    email: str
    password: str


class Refresh(BaseModel):
    refresh_token: str


class NewUser(BaseModel):
    email: str


class Forbidden(ApplicationError):
    status = 403


def service(
    email: Annotated[EmailService, Depends(get_email_service)],
    analytics: Annotated[AnalyticsService, Depends(get_analytics_service)],
) -> UserService:
    return UserService(UserRepository(), email, analytics)


async def current_user(session: Session, authorization: Annotated[str, Header()] = "") -> User:
    user = await session.get(User, read_token(authorization.removeprefix("Bearer "), "access"))
    if user is None:
        raise SecurityError(ErrorCode.INVALID_CREDENTIALS, "Sign in again", reason="unknown_user")
    return user


Users = Annotated[UserService, Depends(service)]
Me = Annotated[User, Depends(current_user)]


def shown(user: User) -> dict[str, Any]:
    names = ("id", "email", "full_name", "is_active", "created_at", "updated_at")
    return {name: getattr(user, name) for name in names}


@app.exception_handler(ApplicationError)
async def failed(request: Request, error: ApplicationError) -> JSONResponse:
    return JSONResponse({"error": {"code": error.error_code.value, "message": error.message}}, error.status)


@app.post("/api/v1/auth/register", status_code=201)
async def register(data: Registration, session: Session, users: Users) -> dict[str, Any]:
    user = await users.register_user(session, UserCreate(**data.model_dump()), "unknown")
    return tokens(user) | {"user": shown(user)}


@app.post("/api/v1/auth/login")
async def login(data: Login, session: Session, users: Users, request: Request) -> dict[str, Any]:
    result = await users.authenticate_user(session, data.email, data.password, request)
    return result | {"user": shown(result["user"])}


@app.post("/api/v1/auth/refresh")
async def refresh(data: Refresh) -> dict[str, Any]:
    user_id = read_token(data.refresh_token, "refresh")
    return {"access_token": make_token(user_id, "access", minutes=15), "token_type": "bearer"}


@app.get("/api/v1/auth/me")
async def me(user: Me) -> dict[str, Any]:
    return shown(user)


@app.get("/api/v1/users/{user_id}")
async def read_user(user_id: int, user: Me) -> dict[str, Any]:
    if user.id != user_id:
        raise Forbidden(ErrorCode.FORBIDDEN, "This is somebody else's profile")
    return shown(user)


@app.post("/users")
async def create_user(data: NewUser) -> dict[str, Any]:
    return {"email": data.email}
