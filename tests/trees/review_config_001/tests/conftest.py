def pytest_configure(config):
    config.addinivalue_line("markers", "unit: unit tests")
