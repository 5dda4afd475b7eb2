import boto3


class SecretsService:
    def get_secret(self, name: str) -> str:
        return boto3.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
