"""Commands of manage.py for a running site, without loading Django anew for each of them.

`loaded()` starts this file as a program, which loads Django once and gives every command a fork of
itself, so that no command meets what another one left in memory.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent

Run = Callable[[tuple[str, ...]], str]


@contextmanager
def loaded(environment: dict[str, str]) -> Iterator[Run]:
    """Yield what runs a command and returns what it printed; RuntimeError when it failed."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.commands"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:  # closes its input, at which it ends
        assert program.stdin is not None
        assert program.stdout is not None
        pipes = program.stdin, program.stdout

        def run(command: tuple[str, ...]) -> str:
            pipes[0].write(json.dumps(command) + "\n")
            pipes[0].flush()
            code, printed, problem = json.loads(pipes[1].readline())
            if code:
                raise RuntimeError(f"{command[0]} failed.\n{printed}{problem}")
            return str(printed)

        yield run


def _serve() -> None:
    import django

    django.setup()
    for line in sys.stdin:
        with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as problem:
            child = os.fork()
            if child == 0:
                for number, stream in ((1, printed), (2, problem)):
                    os.dup2(stream.fileno(), number)
                _run(json.loads(line))
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            texts = []
            for stream in (printed, problem):
                stream.seek(0)
                texts.append(stream.read().decode())
        print(json.dumps([code, *texts]), flush=True)


def _run(command: list[str]) -> NoReturn:
    """In the fork: run it and end, whatever happens."""
    from django.core.management import execute_from_command_line

    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        execute_from_command_line(["manage.py", *command])
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001 - a fork must not go on with its parent's work
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
