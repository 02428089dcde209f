"""Stops an upload at the size limit, before it fills memory or disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

ROOM_FOR_FIELDS = 1_000_000
"""Bytes that the form's other fields and the parts' headers may take beside the files."""
MOST_FILES = 10
"""A form may send this many files of the largest size."""


class LimitedUploadHandler(FileUploadHandler):
    """Stands first among the handlers: passes on what is within the limit, and ends the request beyond it.

    A request that announces more than fits is ended unread. Raises RequestDataTooBig.
    """

    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - the name is Django's
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.MAX_UPLOAD_BYTES * MOST_FILES + ROOM_FOR_FIELDS:
            raise self._too_big()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.MAX_UPLOAD_BYTES:
            raise self._too_big()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers after this one."""

    @staticmethod
    def _too_big() -> RequestDataTooBig:
        return RequestDataTooBig(f"A file is larger than {settings.MAX_UPLOAD_BYTES} bytes.")
