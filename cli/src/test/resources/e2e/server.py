"""Answers each request of HTTP/1.1 with its pod's name, and /slow after three seconds.

SIGTERM: each connection has one more answer and is closed with it; the end comes with the last.
"""

import asyncio
import os
import signal

body = f"{os.environ['HOSTNAME']} {os.environ.get('VERSION', '')}\n".encode()
stopping = asyncio.Event()
connections = set()


async def serve(reader, writer):
    connections.add(asyncio.current_task())
    try:
        last = False
        while not last:
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"GET /slow"):
                await asyncio.sleep(3)
            last = stopping.is_set()
            close = b"Connection: close\r\n" if last else b""
            length = f"Content-Length: {len(body)}\r\n".encode()
            writer.write(b"HTTP/1.1 200 OK\r\n" + length + close + b"\r\n" + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        connections.discard(asyncio.current_task())
        writer.close()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    server = await asyncio.start_server(serve, "0.0.0.0", 8080, backlog=512)
    await stopping.wait()
    await asyncio.sleep(1)
    server.close()
    if connections:
        await asyncio.wait(set(connections), timeout=15)


asyncio.run(main())
