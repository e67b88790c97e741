"""`python -m tests.faults.hasty serve ...`: the service whose leases and last moments last seconds."""

import sys

from form_api import crew, delivery, stopping
from form_api.__main__ import main

delivery.LEASE_SECONDS = 2
delivery.RENEW_SECONDS = 0.5  # type: ignore[assignment]

crew.FINISH_SECONDS = 3
stopping.LONGEST_SECONDS = 8

if __name__ == "__main__":
    sys.exit(main())
