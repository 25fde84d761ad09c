"""The server as production runs it, on a port of its own, to be started, killed and stopped."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from bench.engines import ROOT

LONGEST_START = 60.0


def prepare(environment: Mapping[str, str]) -> None:
    """An empty database becomes a site with its reference data and sample entries."""
    for command in (
        ["migrate"],
        ["load_reference"],
        ["load_samples"],
        ["collectstatic", "--no-input"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=dict(environment),
            stdout=subprocess.DEVNULL,
            check=True,
        )


def free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


class Server:
    """gunicorn with directory/serving.py: its own number of workers and threads.

    What it logs is kept in a file, in which ``log`` looks for what went wrong.
    """

    def __init__(self, environment: Mapping[str, str], port: int, folder: Path) -> None:
        self.environment = {**environment, "PORT": str(port)}
        self.port = port
        self._log = folder / "log"
        self._run: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start, and return after how many seconds it answered."""
        started = time.monotonic()
        with self._log.open("ab") as log:
            self._run = self._started(log)
        while not self._answers():
            if self._run.poll() is not None or time.monotonic() - started > LONGEST_START:
                self.kill()
                raise RuntimeError(f"the server does not start:\n{self.log()[-2000:]}")
            time.sleep(0.02)
        return time.monotonic() - started

    def kill(self) -> None:
        """`kill -9` of the server with all its workers, at one moment."""
        if self._run is not None:
            os.killpg(self._run.pid, signal.SIGKILL)
            self._run.wait()
            self._run = None

    def stop(self) -> None:
        """As a deployment stops it."""
        if self._run is not None:
            self._run.terminate()
            self._run.wait(30)
            self._run = None

    def workers(self) -> list[int]:
        """The process numbers of its workers; Linux only."""
        assert self._run is not None
        children = Path(f"/proc/{self._run.pid}/task/{self._run.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def _started(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        command = ["-m", "gunicorn", "-c", "python:directory.serving", "directory.wsgi"]
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # so that all its workers can be killed together
        )

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_START)
        try:
            connection.request("GET", "/en/submit/", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
