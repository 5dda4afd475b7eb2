import httpx
import respx


@respx.mock
def test_external_http(client):  # expect: ET107
    respx.get("https://api.example.com/data").mock(return_value=httpx.Response(200, json={"result": "ok"}))
    response = client.get("/fetch-external")
    assert response.status_code == 200
