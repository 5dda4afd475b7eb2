from freezegun import freeze_time


@freeze_time("2024-01-15 10:00:00")
def test_time_dependent(client):
    response = client.get("/current-time")
    assert response.json()["date"] == "2024-01-15"
