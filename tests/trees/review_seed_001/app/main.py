from fastapi import Depends, FastAPI, Header, HTTPException, Request
from fastapi.responses import JSONResponse
from sqlmodel import Session, func, select

from app import services
from app.database import get_session
from app.models import ItemIn, User, UserIn, UserOut
from app.services import external_api

app = FastAPI()


@app.exception_handler(Exception)
def failed(request: Request, error: Exception):
    return JSONResponse({"error": str(error)}, status_code=500)


@app.get("/external-data")
def external_data():
    return external_api.client.get_data()


@app.get("/fetch-external")
def fetch_external():
    return external_api.client.get_data()


@app.get("/current-time")
def current_time():
    return {"date": services.today()}


@app.post("/process")
def process():
    return services.process_data()


@app.get("/api/items")
def items():
    return {"items": [], "total": 0, "page": 1}


@app.get("/items/{item_id}")
def item(item_id: int):
    raise HTTPException(404, "Item not found")


@app.post("/items/", status_code=201)
def create_item(item: ItemIn):
    return item


@app.get("/protected")
def protected(authorization: str | None = Header(None)):
    if authorization is None:
        raise HTTPException(401, "Sign in first")
    return {"message": "welcome"}


@app.delete("/admin/users/{user_id}")
def delete_user(user_id: int, authorization: str = Header()):
    if authorization != "Bearer admin":
        raise HTTPException(403, "Administrators only")
    return {"deleted": user_id}


@app.post("/users/", status_code=201, response_model=UserOut)
def create_user(data: UserIn, session: Session = Depends(get_session)):
    user = User.model_validate(data)
    session.add(user)
    session.commit()
    return user


@app.get("/users/{user_id}", response_model=UserOut)
def read_user(user_id: int, session: Session = Depends(get_session)):
    return session.get(User, user_id)


@app.get("/users/")
def list_users(page: int = 1, session: Session = Depends(get_session)):
    users = session.exec(select(User).order_by(User.id).offset(10 * (page - 1)).limit(10)).all()
    return {"items": [UserOut.model_validate(user) for user in users], "total": session.exec(select(func.count(User.id))).one(), "page": page}
