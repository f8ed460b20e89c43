"""Python's getaddrinfo and gethostbyaddr."""
import socket
import sys
import time


def found(name):
    try:
        if name[0].isdigit():
            return [socket.gethostbyaddr(name)[0]]
        return {address[4][0] for address in socket.getaddrinfo(name, None)}
    except (socket.gaierror, socket.herror):
        return ["-"]


began = time.monotonic()
for name in sys.argv[1:]:
    print(name, "=", ",".join(sorted(found(name))))
print("took", int((time.monotonic() - began) * 1000))
