"""One envelope for everything that is refused, whoever refuses it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ..core.exceptions import ErrorCode, NeodymeError, TooManyAttemptsError
from .schemas import ErrorBody, ErrorDetail, ErrorEnvelope

__all__ = ["install_error_handlers", "refusals"]

_log = logging.getLogger(__name__)

_STATUS = {
    ErrorCode.WEAK_PASSWORD: 400,
    ErrorCode.INVALID_CREDENTIALS: 401,
    ErrorCode.INVALID_TOKEN: 401,
    ErrorCode.NOT_AUTHENTICATED: 401,
    ErrorCode.ACCOUNT_INACTIVE: 403,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.METHOD_NOT_ALLOWED: 405,
    ErrorCode.EMAIL_ALREADY_EXISTS: 409,
    ErrorCode.VALIDATION_ERROR: 422,
    ErrorCode.TOO_MANY_ATTEMPTS: 429,
    ErrorCode.INTERNAL_ERROR: 500,
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer instead, for its documentation; 422 is always possible."""
    return {status: {"model": ErrorEnvelope} for status in (*statuses, 422)}


def install_error_handlers(app: FastAPI) -> None:
    """Every error that leaves a route becomes an envelope."""

    @app.exception_handler(NeodymeError)
    async def refused(request: Request, error: NeodymeError) -> JSONResponse:
        _log.warning("%s %s: %s %s", request.method, request.url.path, error.message, error.context)
        status = _STATUS[error.error_code]
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
        if isinstance(error, TooManyAttemptsError):
            headers["Retry-After"] = str(error.retry_after)
        return _answer(status, error.error_code, error.user_message, headers=headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        # FastAPI's own answer repeats what was sent, passwords included.
        details = [ErrorDetail(field=str(fault["loc"][-1]), message=fault["msg"]) for fault in error.errors()]
        return _answer(422, ErrorCode.VALIDATION_ERROR, "The request is not well-formed.", details=details)

    @app.exception_handler(HTTPException)
    async def unroutable(request: Request, error: HTTPException) -> JSONResponse:
        code = next((code for code, status in _STATUS.items() if status == error.status_code), ErrorCode.INTERNAL_ERROR)
        return _answer(error.status_code, code, str(error.detail), headers=error.headers)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        return _answer(500, ErrorCode.INTERNAL_ERROR, "Something went wrong on our side.")


def _answer(
    status: int,
    code: ErrorCode,
    message: str,
    *,
    headers: Mapping[str, str] | None = None,
    details: list[ErrorDetail] | None = None,
) -> JSONResponse:
    envelope = ErrorEnvelope(error=ErrorBody(code=code, message=message, details=details))
    return JSONResponse(envelope.model_dump(exclude_none=True), status_code=status, headers=headers)
