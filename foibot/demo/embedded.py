"""The process of the embedded mail server: IMAP, SMTP and a web mailbox (the package mail-devel), in memory only.

Run as `python -m foibot.demo.embedded`: it reads one line of JSON with ports and accounts, says "ready", and ends
with its standard input, so that it never outlives the demo. Nothing of foibot but this file belongs in it.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from mail_devel import Service
from mail_devel.http import Frontend

LOOPBACK = "127.0.0.1"


class WebMailbox(Frontend):  # type: ignore[misc]  # mail-devel has no types
    """The web page, with what a visitor writes always delivered to the inbox, and answered from their own address."""

    async def on_send_mail(self, ws: Any, account: str, mailbox: str, mail: Any) -> None:
        """Deliver to the recipient's inbox; mail-devel would use the folder that is open on the page."""
        del mailbox
        await super().on_send_mail(ws, account, "INBOX", mail)

    async def _convert_message(self, *args: Any, **options: Any) -> Any:
        reply = options.get("message")
        if reply is not None:
            reply.replace_header("From", options["account"])
        return await super()._convert_message(*args, **options)


async def serve(wanted: Mapping[str, Any]) -> None:
    """Serve until standard input ends."""
    arguments = Service.parse(
        [
            *("--host", LOOPBACK, "--multi-user", "--no-http"),
            *("--user", wanted["accounts"][0], "--password", wanted["password"]),
            *("--imap-port", str(wanted["imap"]), "--smtp-port", str(wanted["smtp"])),
        ]
    )
    service = await Service.init(arguments)
    for account in wanted["accounts"]:
        await service.mailboxes.get(account)
    async with contextlib.AsyncExitStack() as stack:
        await service.backend.start(stack)
        await service.imap.start(stack)
        # mail-devel runs SMTP in a thread of its own, from which it cannot wake an IDLE; here both share a loop
        loop = asyncio.get_running_loop()
        await loop.create_server(service.smtp.factory, LOOPBACK, wanted["smtp"])
        await WebMailbox(
            service.mailboxes, user=arguments.user, host=LOOPBACK, port=wanted["web"], multi_user=True
        ).start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await loop.run_in_executor(None, sys.stdin.buffer.read)
        # everything is in memory and every visitor has left: there is nothing to wind down
        os._exit(0)


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.stdin.readline())))
