from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from neodyme.core.exceptions import EmailAlreadyExistsError
from neodyme.core.security import password_manager
from neodyme.models import User, UserCreate, UserUpdate, now


class UserRepository:
    async def create(self, session: AsyncSession, obj_in: UserCreate) -> User:
        hashed = password_manager.hash_password(obj_in.password)
        user = User(email=obj_in.email, full_name=obj_in.full_name, hashed_password=hashed)
        try:
            async with session.begin_nested():
                session.add(user)
        except IntegrityError as error:
            raise EmailAlreadyExistsError(obj_in.email) from error
        return user

    async def get(self, session: AsyncSession, id: int) -> User | None:
        return await session.get(User, id)

    async def get_by_email(self, session: AsyncSession, email: str) -> User | None:
        return (await session.execute(select(User).where(User.email == email))).scalar_one_or_none()

    async def update(self, session: AsyncSession, db_obj: User, obj_in: UserUpdate) -> User:
        db_obj.full_name = obj_in.full_name
        db_obj.updated_at = now()
        await session.flush()
        return db_obj

    async def delete(self, session: AsyncSession, id: int) -> User:
        user = await session.get_one(User, id)
        await session.delete(user)
        await session.flush()
        return user

    def verify_password(self, password: str, hashed: str) -> bool:
        return password_manager.verify_password(password, hashed)
