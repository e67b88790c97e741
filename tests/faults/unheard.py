"""`python -m tests.faults.unheard serve ...`: the service, told to go while Python loses what a callback raises."""

import signal
import sys
import weakref

from form_api.__main__ import main
from form_api.stopping import stop_when_told


class _Loaded:
    pass


if __name__ == "__main__":
    stop_when_told()
    loaded = _Loaded()
    done_with_it = weakref.ref(loaded, lambda _gone: signal.raise_signal(signal.SIGTERM))
    del loaded  # Python prints what the callback raises, and goes on
    sys.exit(main())
