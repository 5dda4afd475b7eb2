import httpx
import respx


@respx.mock
def test_external_http(client):
    respx.get("https://api.example.com/data").mock(return_value=httpx.Response(200, json={"result": "ok"}))
    response = client.get("/fetch-external")
    assert response.status_code == 200
    assert response.json() == {"result": "ok"}
