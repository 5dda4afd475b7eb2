from myapp.outside import my_async_function


async def test_async_operations(mocker):
    """Test async code with async mocks."""
    mock_api = mocker.AsyncMock()
    mock_api.fetch_data.return_value = {"data": "test"}

    mocker.patch("external_service.api_client", mock_api)

    result = await my_async_function()
    assert result["data"] == "test"
