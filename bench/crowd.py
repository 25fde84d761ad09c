"""Sixteen clients at once, none of them idle: each has several forms open while it fills them in.

Most press once. Every fourth presses twice at one moment, every seventh is gone before the
answer. Who gets no answer presses again (every second one) or gives up.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from bench.visiting import Sending, Unexpected, Visitor

CLIENTS = 16
FORMS = 8  # open at once in front of each
NO_ANSWER = (OSError, http.client.HTTPException)
AGAIN_FOR = 60.0


class Crowd:
    """``sendings``: everything that was ever pressed, as its client knows it.

    ``wrong``: answers that nobody should get, with their step; a refused or broken connection is
    none of them.
    """

    def __init__(self, port: int, clients: int) -> None:
        # Each from a network of its own, as the proxy says: the allowance holds for all of them.
        self.visitors = [
            Visitor(port, f"198.51.{number}.7", ("en", "ru")[number % 2])
            for number in range(clients)
        ]
        self.sendings: list[Sending] = []
        self.wrong: list[str] = []
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._client, args=(number, visitor), daemon=True)
            for number, visitor in enumerate(self.visitors)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody finish what was begun. Raises RuntimeError when somebody does not."""
        self._over.set()
        for thread in self._threads:
            thread.join(2 * AGAIN_FOR)
            if thread.is_alive():
                raise RuntimeError("a client does not come to an end")

    def acknowledged(self) -> int:
        return sum(bool(one.receipt) for one in list(self.sendings))

    def _client(self, number: int, visitor: Visitor) -> None:
        forms: deque[Sending] = deque()
        count = 0
        while not self._over.is_set():
            try:
                if forms and forms[0].is_ripe():
                    sending = forms[0]
                    if not sending.fields:
                        visitor.preview(sending)
                    forms.popleft()
                    self._send(visitor, sending, count)
                    count += 1
                elif len(forms) < FORMS:
                    forms.append(visitor.open(f"Bench {number} {time.monotonic_ns()}"))
                else:
                    time.sleep(0.02)
            except NO_ANSWER:
                time.sleep(0.05)
            except Unexpected as found:
                self.wrong.append(str(found))
                time.sleep(0.05)

    def _send(self, visitor: Visitor, sending: Sending, count: int) -> None:
        self.sendings.append(sending)
        if count % 7 == 3:
            sending.presses += 1
            sending.left = True
            with suppress(*NO_ANSWER):
                visitor.hang_up(sending)
            return
        until = time.monotonic() + AGAIN_FOR
        self._press(visitor, sending, times=2 if count % 4 == 1 else 1)
        while not sending.receipt and count % 2 and time.monotonic() < until:
            time.sleep(0.1)
            self._press(visitor, sending)
        if sending.receipt and not visitor.opens(sending):
            self.wrong.append("receipt that does not open")

    def _press(self, visitor: Visitor, sending: Sending, *, times: int = 1) -> None:
        sending.presses += times
        together = threading.Barrier(times)

        def press(_number: int) -> str:
            together.wait(AGAIN_FOR)
            try:
                return visitor.send(sending)
            except NO_ANSWER:
                sending.unanswered += 1
            except Unexpected as found:
                sending.unanswered += 1
                self.wrong.append(str(found))
            return ""

        if times == 1:
            receipts = {press(0)}
        else:
            with ThreadPoolExecutor(times) as pool:
                receipts = set(pool.map(press, range(times)))
        given = sorted((receipts | {sending.receipt}) - {""})
        if len(given) > 1:
            self.wrong.append("two receipts for one form")
        sending.receipt = given[0] if given else ""
