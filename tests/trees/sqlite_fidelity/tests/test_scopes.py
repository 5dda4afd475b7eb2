import pytest
from shop import Customer
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session


@pytest.fixture(scope="module")
def staff(db_engine):
    with Session(db_engine) as session:
        session.add_all([Customer(email="ada"), Customer(email="grace")])
        session.commit()


@pytest.fixture(scope="class")
def guests(db_engine, staff):
    with Session(db_engine) as session:
        session.add(Customer(email="joan"))
        session.commit()


def emails(session):
    return session.scalars(select(Customer.email).order_by(Customer.email)).all()


@pytest.mark.usefixtures("staff")
class TestOfTheModule:
    def test_its_rows_are_there(self, db_session):
        assert emails(db_session) == ["ada", "grace"]

    def test_they_come_back_when_a_test_removes_them(self, db_session):
        assert emails(db_session) == ["ada", "grace"]
        db_session.execute(text("DELETE FROM customers"))
        db_session.commit()

    def test_they_come_back_as_they_were(self, db_session):
        assert emails(db_session) == ["ada", "grace"]
        db_session.execute(text("UPDATE customers SET email = upper(email)"))
        db_session.commit()

    def test_keys_go_on_behind_them(self, db_session):
        customer = Customer(email="new")
        db_session.add(customer)
        db_session.commit()
        assert customer.id == 3

    def test_they_outlive_a_change_of_the_schema(self, db_session):
        assert emails(db_session) == ["ada", "grace"]
        db_session.execute(text("CREATE TABLE extra (a int)"))
        db_session.commit()

    def test_a_clean_database_has_none_of_them(self, clean_database, db_session):
        assert emails(db_session) == []


@pytest.mark.usefixtures("guests")
class TestOfAClass:
    def test_rows_of_both_are_there(self, db_session):
        assert "joan" in emails(db_session)


def test_rows_of_the_class_went_with_it(db_session):
    assert "joan" not in emails(db_session)
