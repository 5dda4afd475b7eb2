"""GET /health, for load balancers and containers."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Response
from sqlalchemy import text

from .dependencies import Session
from .schemas import Health

__all__ = ["router"]

router = APIRouter(tags=["health"])
_log = logging.getLogger(__name__)


@router.get("/health", responses={503: {"model": Health}})
async def health(session: Session, response: Response) -> Health:
    """Whether the database answers."""
    try:
        await session.scalar(text("SELECT 1"))
    except Exception:  # noqa: BLE001  # SQLAlchemy, the driver and the network each have their own ways to say no
        _log.exception("The database does not answer.")
        response.status_code = 503
        return Health(status="unavailable")
    return Health(status="ok")
