from .factories import create_user_data


def test_create_user(client):  # expect: ET107
    data = create_user_data(email="specific@test.com")
    response = client.post("/users/", json=data)
    assert response.status_code == 201
