"""Users in PostgreSQL."""

import time
from datetime import datetime

import pytest
from neodyme.core.exceptions import EmailAlreadyExistsError
from neodyme.models import User, UserCreate, UserUpdate, utc_now
from neodyme.repositories.user_repository import UserRepository
from sqlalchemy.exc import IntegrityError

pytestmark = pytest.mark.integration

ADA = UserCreate(email="ada@example.com", full_name="Ada Lovelace", password="SecurePassword123!")


@pytest.fixture
def users():
    """What is under test."""
    return UserRepository()


async def test_a_new_user_can_be_read_back(users, async_db_session):
    """By id and by address, in a session that knows nothing of it.

    REAL BUG THIS CATCHES: create() does not flush and the id is None; or a column is stored under another's name.
    """
    user = await users.create(async_db_session, obj_in=ADA)
    await async_db_session.commit()
    async_db_session.expunge_all()

    read = await users.get(async_db_session, id=user.id)

    assert read is not user
    assert read.model_dump() == user.model_dump()
    assert (read.email, read.full_name, read.is_active) == ("ada@example.com", "Ada Lovelace", True)
    assert (await users.get_by_email(async_db_session, email="Ada@example.com")).id == user.id


async def test_nobody_is_none(users, async_db_session):
    """Unknown ids and addresses are no errors.

    REAL BUG THIS CATCHES: get() raises, or get_by_email() returns somebody whose address only begins like that.
    """
    user = await users.create(async_db_session, obj_in=ADA)

    assert await users.get(async_db_session, id=user.id + 1) is None
    assert await users.get_by_email(async_db_session, email="ada@example.co") is None
    assert await users.delete(async_db_session, id=user.id + 1) is None


async def test_a_duplicate_leaves_the_session_usable(users, async_db_session):
    """The error names the address, and what was done before in the same transaction is not lost.

    REAL BUG THIS CATCHES: the failed INSERT ends the whole transaction: "current transaction is aborted" in the next query.
    """
    first = await users.create(async_db_session, obj_in=ADA)

    with pytest.raises(EmailAlreadyExistsError) as caught:
        await users.create(async_db_session, obj_in=ADA)

    assert caught.value.message == "An account with the address ada@example.com already exists."
    assert caught.value.context == {"email": "ada@example.com"}
    await async_db_session.commit()
    async_db_session.expunge_all()
    assert (await users.get_by_email(async_db_session, email="ada@example.com")).id == first.id


async def test_other_broken_constraints_are_no_duplicates(users, async_db_session):
    """They are bugs of ours, and are not told to users as a taken address.

    REAL BUG THIS CATCHES: each IntegrityError is taken for a duplicate, and a missing name is answered with "already exists".
    """
    nameless = UserCreate.model_construct(email="ada@example.com", full_name=None, password="SecurePassword123!")

    with pytest.raises(IntegrityError, match="full_name"):
        await users.create(async_db_session, obj_in=nameless)


@pytest.mark.database("transaction")
async def test_each_update_is_later_than_the_one_before(users, async_db_session):
    """Also inside one transaction, in which the database's own clock stands still.

    REAL BUG THIS CATCHES: updated_at comes from now(), and two changes in one transaction look like one.
    """
    user = await users.create(async_db_session, obj_in=ADA)
    moments = [user.updated_at]
    for name in ("Ada King", "Ada, Countess of Lovelace"):
        updated = await users.update(async_db_session, db_obj=user, obj_in=UserUpdate(full_name=name))
        moments.append(updated.updated_at)

    assert moments[0] < moments[1] < moments[2]
    async_db_session.expunge_all()
    read = await users.get(async_db_session, id=user.id)
    assert (read.full_name, read.email) == ("Ada, Countess of Lovelace", "ada@example.com")
    assert read.updated_at == moments[2]


async def test_a_user_of_another_session_can_be_changed(users, async_db_session):
    """As one that comes out of a cache.

    REAL BUG THIS CATCHES: update() changes the object and not the row, and the change is gone after the answer.
    """
    user = await users.create(async_db_session, obj_in=ADA)
    await async_db_session.commit()
    async_db_session.expunge_all()

    await users.update(async_db_session, db_obj=user, obj_in=UserUpdate(full_name="Ada King"))

    async_db_session.expunge_all()
    assert (await users.get(async_db_session, id=user.id)).full_name == "Ada King"


async def test_an_update_is_later_even_when_the_clock_is_set_back(users, async_db_session):
    """A row from the future is changed now.

    REAL BUG THIS CATCHES: after a correction of the clock, changes look older than what they changed, and caches keep the old.
    """
    user = await users.create(async_db_session, obj_in=ADA)
    user.updated_at = future = utc_now().replace(year=utc_now().year + 1, day=1)

    updated = await users.update(async_db_session, db_obj=user, obj_in=UserUpdate(full_name="Ada King"))

    assert (updated.updated_at - future).total_seconds() == pytest.approx(1e-6)


async def test_a_deleted_user_is_gone_and_still_told(users, async_db_session):
    """The caller can say who it was.

    REAL BUG THIS CATCHES: delete() does not flush, and the user is there again after the next query.
    """
    user = await users.create(async_db_session, obj_in=ADA)

    deleted = await users.delete(async_db_session, id=user.id)

    assert (deleted.id, deleted.email) == (user.id, "ada@example.com")
    async_db_session.expunge_all()
    assert await users.get(async_db_session, id=user.id) is None


async def test_passwords_are_compared_with_what_is_stored(users, async_db_session):
    """The right one fits, another does not.

    REAL BUG THIS CATCHES: verify_password() compares anything else than password and hash.
    """
    user = await users.create(async_db_session, obj_in=ADA)

    assert users.verify_password("SecurePassword123!", user.hashed_password)
    assert not users.verify_password("securePassword123!", user.hashed_password)


@pytest.fixture
def new_york(monkeypatch):
    """The zone of this process."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


async def test_a_moment_without_a_zone_is_utc(async_db_session, new_york):
    """Older code builds users with naive datetimes.

    REAL BUG THIS CATCHES: the driver takes it for local time, and on a developer's machine all moments are hours away.
    """
    noon = datetime(2026, 3, 29, 12)
    user = User(email="ada@example.com", full_name="Ada", hashed_password="$2b$", created_at=noon, updated_at=noon)
    async_db_session.add(user)
    await async_db_session.commit()
    await async_db_session.refresh(user)

    assert user.created_at.isoformat() == "2026-03-29T12:00:00+00:00"
