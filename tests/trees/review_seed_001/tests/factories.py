from faker import Faker

fake = Faker()


def create_user_data(**overrides):
    return {"email": fake.email(), "name": fake.name(), "password": fake.password(), **overrides}


def create_item_data(**overrides):
    return {
        "name": fake.word(),
        "description": fake.sentence(),
        "price": float(fake.pydecimal(min_value=1, max_value=1000, right_digits=2)),
        **overrides,
    }
