from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, request
from itsdangerous import BadSignature
from sqlalchemy import func, select

from myapp.database import db
from myapp.models import User, tokens
from myapp.services.text import validate_email

users = Blueprint("users", __name__, url_prefix="/api/v1/users")


@users.before_request
def check_token() -> Any:
    try:
        tokens.loads(request.headers.get("Authorization", "").removeprefix("Bearer "))
    except BadSignature:
        return {"error": "sign in first"}, HTTPStatus.UNAUTHORIZED
    return None


@users.post("")
def create() -> Any:
    data = request.get_json()
    errors = {}
    if not data["name"]:
        errors["name"] = "must not be empty"
    if not validate_email(data["email"]):
        errors["email"] = "is no address"
    if errors:
        return {"errors": errors}, HTTPStatus.UNPROCESSABLE_ENTITY
    if db.session.scalar(select(func.count(User.id)).where(User.email == data["email"])):
        return {"error": f"{data['email']} is already registered"}, HTTPStatus.CONFLICT
    user = User(**data)
    db.session.add(user)
    db.session.commit()
    return shown(user), HTTPStatus.CREATED


@users.get("")
def page() -> Any:
    number, size = request.args.get("page", 1, int), request.args.get("per_page", 20, int)
    people = select(User).where(User.is_admin.is_(False)).order_by(User.id)
    total = db.session.scalar(select(func.count()).select_from(people.subquery()))
    shown_now = db.session.scalars(people.limit(size).offset(size * (number - 1)))
    return {"items": [shown(user) for user in shown_now], "total": total, "page": number}


def shown(user: User) -> dict[str, Any]:
    return {"id": user.id, "name": user.name, "email": user.email}


def create_app(config_name: str = "production") -> Flask:
    app = Flask("myapp")
    app.config["TESTING"] = config_name == "testing"
    app.register_blueprint(users)
    return app
