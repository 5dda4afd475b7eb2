from myapp.config import load_config


class TestConfiguration:
    def test_config_loading(self) -> None:  # expect: ET101
        config = load_config("/home/developer/project/config.yaml")  # expect: ET405
