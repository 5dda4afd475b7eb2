from myapp.outside import my_function_that_calls_api


def test_with_automatic_cleanup(mocker):
    mock_api = mocker.patch("external_api.call_service")
    mock_api.return_value = {"status": "success"}

    result = my_function_that_calls_api()
    assert result["status"] == "success"
