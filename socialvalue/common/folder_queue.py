"""The queue of jobs in a folder, safe against readers and writers that meet.

Kombu's file-system transport writes a message under the name it is read by, and a worker that reads it half-written ends.
Here a message gets its name when it is whole, and what cannot be read stays for its writer, then is set aside. The table of
queues is replaced whole for the same reason. A message that is lost all the same is caught up: jobs are rows.
"""

import fcntl
import json
import logging
import os
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from queue import Empty

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)

UNREADABLE_AFTER = 60
SET_ASIDE = "unreadable"


class Channel(filesystem.Channel):
    """Messages are files ``<milliseconds>_<unique>.<queue>.msg``, read in the order of their names."""

    def _put(self, queue, payload, **kwargs):  # type: ignore[override]  # the stubs of its two parents differ
        name = f"{time.time_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, payload)

    def _get(self, queue, timeout=None):
        """The next whole message of ``queue``, taken by one reader only. Raises Empty."""
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            payload = self._readable(folder / name)
            if payload is not None and self._take(folder / name):
                return payload
        raise Empty()

    def _readable(self, file: Path) -> dict | None:
        """The message in ``file``; None when it is gone, or not a message (yet)."""
        try:
            payload = loads(file.read_bytes().decode())
            # What the worker asks of every message; without it, it would end as with half a one
            payload["properties"]["delivery_tag"], payload["properties"]["delivery_info"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            self._set_aside_when_old(file)
            return None
        return payload

    def _set_aside_when_old(self, file: Path) -> None:
        """Keep for a person what nobody has finished within ``unreadable_after`` seconds (a transport option)."""
        aside = Path(self.processed_folder) / SET_ASIDE
        try:
            if time.time() - file.stat().st_mtime < self.transport_options.get("unreadable_after", UNREADABLE_AFTER):
                return
            aside.mkdir(parents=True, exist_ok=True)
            file.rename(aside / file.name)
        except FileNotFoundError:
            return  # finished, or set aside by another worker
        logger.error("A message could not be read and was set aside: %s", aside / file.name)

    def _take(self, file: Path) -> bool:
        """Whether this reader took the message. Renaming within one file system succeeds for one of several readers."""
        taken = Path(self.processed_folder) / file.name
        try:
            file.rename(taken)
        except FileNotFoundError:
            return False
        if not self.store_processed:
            taken.unlink()
        return True

    def _table_of(self, exchange: str) -> Path:
        return self._exchange_file(exchange)  # type: ignore[attr-defined]  # kombu has it, its stubs do not

    def get_table(self, exchange):
        """The queues bound to ``exchange``."""
        try:
            rows = json.loads(self._table_of(exchange).read_bytes())
            return [filesystem.exchange_queue_t(*row) for row in rows]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError):
            # Left by a writer of an earlier version that was killed; every worker binds its queues again when it starts
            logger.warning("The table of queues of “%s” could not be read and is written again", exchange)
            return []
        except OSError as problem:
            raise ChannelError(f"Cannot read the table of queues of {exchange}") from problem

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table_locked():
            rows = self.get_table(exchange)
            if row not in rows:
                _write_whole(self._table_of(exchange), [row, *rows])

    def _delete(self, queue, exchange, routing_key, pattern, *args, **kwargs):
        # Past the parent, whose table is written in place
        super(filesystem.Channel, self)._delete(queue, exchange, routing_key, pattern, *args, **kwargs)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table_locked():
            rows = self.get_table(exchange)
            if row in rows:
                _write_whole(self._table_of(exchange), [kept for kept in rows if kept != row])

    @contextmanager
    def _table_locked(self):
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / ".lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    Channel = Channel


def _write_whole(file: Path, content) -> None:
    """Write beside ``file`` and rename: whoever reads ``file`` sees all of it or none. Raises ChannelError."""
    part = file.with_name(f"{file.name}.{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(dumps(content).encode())
        part.replace(file)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise ChannelError(f"Cannot write {file.name} to the queue") from problem
