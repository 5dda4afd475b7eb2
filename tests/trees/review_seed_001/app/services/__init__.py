from datetime import date

from . import external_api


def process_data():
    return external_api.client.get_data() | {"processed": True}


def today():
    return date.today().isoformat()
