#!/usr/bin/env python
"""Asks the portal in this container whether it is ready; the exit code is the answer."""

import os
import sys
import urllib.request

PORT = os.environ["MLA_BIND"].rsplit(":", 1)[1]
HOST = os.environ["MLA_HOSTS"].split(",")[0]  # the portal answers to its own names only

request = urllib.request.Request(f"http://127.0.0.1:{PORT}/health/ready", headers={"Host": HOST})
try:
    urllib.request.urlopen(request, timeout=5)  # noqa: S310
except OSError as error:
    sys.exit(f"Not ready: {error}")
