"""Sends, writes and waits."""

import asyncio


def send(sender, address, text):
    sender.sendto(text.encode(), address)
    return len(text)


def write(file, lines):
    file.seek(0)
    file.truncate()
    for line in lines:
        file.write(line + "\n")
    file.flush()
    return file.tell()


async def wait(number):
    await asyncio.sleep(0.01)
    return number + 1
