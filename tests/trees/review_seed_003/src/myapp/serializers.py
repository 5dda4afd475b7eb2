from typing import Any


def serialize_user_list(users: list[dict[str, Any]]) -> list[str]:
    return [f"{user['id']};{user['name']};{user['email']}" for user in users]


def serialize_order(order: dict[str, Any]) -> dict[str, Any]:
    return order | {"items": [f"{item['qty']} x {item['product']}" for item in order["items"]]}
