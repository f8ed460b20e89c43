"""Asks a server over HTTP at a constant rate, never tries again, and counts each failure.

load.py HOST RATE FOLDER writes FOLDER/HOSTNAME five times a second: a line with the number of
requests answered, and one for each that failed. What asks on a new connection each time looks the
name up each time, too. SIGTERM: what is under way is awaited, the rest is
not begun.
"""

import asyncio
import os
import signal
import socket
import sys
import time

host, rate, folder = sys.argv[1], float(sys.argv[2]), sys.argv[3]
own = os.path.join(folder, os.environ["HOSTNAME"])
KEEPING, RECONNECTING, SLOW = 6, 2, 3
answered = 0
failures = []
stopping = asyncio.Event()


def write():
    with open(own + ".new", "w") as file:
        file.write(f"{answered}\n" + "".join(failures))
    os.rename(own + ".new", own)


async def read_answer(reader):
    status = (await reader.readuntil(b"\r\n")).split()
    length, last = 0, False
    while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        last |= name.lower() == b"connection" and value.strip() == b"close"
    body = await reader.readexactly(length)
    if status[1] != b"200":
        raise ValueError(f"{status[1].decode()} {body.decode()}")
    return last


async def look_up():
    found = await asyncio.get_running_loop().getaddrinfo(host, 80, type=socket.SOCK_STREAM)
    return found[0][4][0]


async def worker(path, keeps, pause):
    global answered
    address = await look_up()
    connection = None
    following = time.monotonic()
    while not stopping.is_set():
        began = time.time()
        try:
            if connection is None:
                address = address if keeps else await look_up()
                connection = await asyncio.open_connection(address, 80)
            reader, writer = connection
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            last = await asyncio.wait_for(read_answer(reader), 20)
            answered += 1
            if last or not keeps:
                writer.close()
                connection = None
        except Exception as e:
            failures.append(f"{began:.3f} {time.time() - began:.3f}s {path} {e!r}\n")
            if connection is not None:
                connection[1].close()
            connection = None
            await asyncio.sleep(0.05)
        following = max(following + pause, time.monotonic())
        await asyncio.sleep(following - time.monotonic())


async def report():
    while True:
        write()
        await asyncio.sleep(0.2)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    reports = asyncio.create_task(report())
    pause = (KEEPING + RECONNECTING) / rate
    await asyncio.gather(
        *(worker("/", n < KEEPING, pause) for n in range(KEEPING + RECONNECTING)),
        *(worker("/slow", True, 0.1) for _ in range(SLOW)),
    )
    reports.cancel()
    write()


asyncio.run(main())
