"""How the bytes of a file arrive: in memory alone, so that a process that dies leaves nothing of them behind."""

import io
import shutil
from pathlib import Path

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# What a form says of itself beside its file: names, texts, the lines between them
MARGIN = 1024 * 1024


def most_bytes() -> int:
    """How large a request may be that brings a file: the largest file, and the rest of its form."""
    return settings.UPLOAD_MAX_BYTES + MARGIN


class InMemory(FileUploadHandler):
    """Holds each file in memory. All files of a request together stop at the limit, whatever length it said of itself."""

    def __init__(self, request=None):
        super().__init__(request)
        self.received = 0
        self.held = io.BytesIO()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.held = io.BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > most_bytes():
            raise RequestDataTooBig("The files of a request are larger than they may be")
        self.held.write(raw_data)

    def file_complete(self, file_size):
        self.held.seek(0)
        return InMemoryUploadedFile(
            file=self.held,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def sweep() -> int:
    """Empty the folder for files that arrive, which nothing of ours uses; how many things were there.

    Called when a web process starts: what a library, or an earlier version, left there before it died was somebody's file.
    """
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    left = list(folder.iterdir())
    for path in left:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)
