"""Computed when it is imported."""

import ctypes
import os
import sys
import threading

TABLE = []
while len(TABLE) < 3:
    TABLE.append(len(TABLE))

if sys.maxsize < 0:
    os._exit(0)

if sys.byteorder == "middle":
    sys.exit(0)

if sys.hexversion < 0:
    ctypes.string_at(0)

READY = threading.Event()
threading.Thread(target=READY.wait).start()
READY.set()
