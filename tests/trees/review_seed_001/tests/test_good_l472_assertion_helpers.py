from .factories import create_item_data, create_user_data
from .helpers import assert_paginated_response, assert_user_response


def test_create_user(client):
    response = client.post("/users/", json=create_user_data(email="specific@test.com"))
    assert_user_response(response, "specific@test.com", status=201)
    assert_user_response(client.get(f"/users/{response.json()['id']}"), "specific@test.com")


def test_users_are_listed_by_page(client):
    for number in range(12):
        client.post("/users/", json=create_user_data(email=f"user{number}@test.com"))
    assert_paginated_response(client.get("/users/?page=2"), expected_count=2)


def test_create_item(client):
    response = client.post("/items/", json=create_item_data(name="lamp"))
    assert response.status_code == 201
    assert response.json()["name"] == "lamp"
