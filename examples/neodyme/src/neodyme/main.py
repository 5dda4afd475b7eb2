"""The application: `uvicorn neodyme.main:app`."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from .api import auth, health, users
from .api.errors import install_error_handlers
from .core.config import get_settings
from .core.database import dispose_engine

__all__ = ["app", "create_app"]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Refuses to start with settings that are wrong, and leaves no connection behind."""
    settings = get_settings()
    app.debug = settings.debug
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("neodyme").setLevel(settings.log_level)
    yield
    await dispose_engine()


def create_app() -> FastAPI:
    """A new application. It reads no settings and connects to nothing before it is started."""
    application = FastAPI(title="neodyme", version="1.0.0", lifespan=_lifespan)
    install_error_handlers(application)
    for module in (auth, users, health):
        application.include_router(module.router)
    return application


app = create_app()
