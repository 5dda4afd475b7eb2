"""A small application, made to be tested: files, a cache, validation, parsing, remote services and a language model."""

from __future__ import annotations

from .business_service import BusinessService, ProcessingResult, ResultStore
from .data_parser import DataParser, ParsedDocument
from .data_processing import process_data
from .email_validator import EmailValidator
from .errors import ProviderError, ServiceError, ValidationError
from .file_processor import FileProcessor
from .lru_cache import LRUCache
from .memory_database import MemoryDatabase
from .ollama_provider import OllamaProvider
from .operations import OperationResult, cache, perform_operation, stress_operation
from .remote_calls import my_async_function, my_function_that_calls_api
from .user import User

__all__ = [
    "BusinessService",
    "DataParser",
    "EmailValidator",
    "FileProcessor",
    "LRUCache",
    "MemoryDatabase",
    "OllamaProvider",
    "OperationResult",
    "ParsedDocument",
    "ProcessingResult",
    "ProviderError",
    "ResultStore",
    "ServiceError",
    "User",
    "ValidationError",
    "cache",
    "my_async_function",
    "my_function_that_calls_api",
    "perform_operation",
    "process_data",
    "stress_operation",
]
