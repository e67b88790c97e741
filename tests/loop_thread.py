"""A server of the tests in a thread and an event loop of its own, which leaves no socket open behind it."""

import asyncio
import selectors
import threading
from typing import Self


class LoopThread:
    """`with` starts it and ends it. `listen` begins to take connections, `cut` ends those there are."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._loop = asyncio.SelectorEventLoop(self._selector)
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._server: asyncio.Server

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.listen(), self._loop).result()
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def listen(self) -> None:
        raise NotImplementedError

    def cut(self) -> None:
        raise NotImplementedError

    async def _hang_up(self) -> None:
        """Returns when no socket is open but the loop's own."""
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self.cut()
        while len(self._selector.get_map()) > 1:
            await asyncio.sleep(0)
