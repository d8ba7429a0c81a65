"""How fast foibot fetches a mailbox, beside a bare `imaplib` fetch of the same mailbox in the same run.

    python bench/fetch.py --host 127.0.0.1 --port 10143 --user foi --password secret

Both sides read every body with BODY.PEEK[] over a plain connection; foibot also lists sizes and dates first,
in the time counted. Prints the best round of each, their ratio, and the peak memory of the process.
"""

import argparse
import imaplib
import resource
import time

from foibot.mail.mailbox import ImapMailbox, ServerAddress

BATCH_BYTES = 4 * 1024 * 1024


def bare_imaplib(options: argparse.Namespace) -> tuple[int, int, float]:
    with imaplib.IMAP4(options.host, options.port, timeout=60) as client:
        client.login(options.user, options.password)
        _, told = client.select(f'"{options.folder}"', readonly=True)
        exists = int(told[0] or 0)
        count = size = 0
        started = time.perf_counter()
        for low in range(1, exists + 1, options.chunk):
            _, parts = client.fetch(f"{low}:{min(low + options.chunk - 1, exists)}", "(UID BODY.PEEK[])")
            for part in parts:
                if isinstance(part, tuple):
                    count += 1
                    size += len(part[1])
        return count, size, time.perf_counter() - started


def foibot_mailbox(options: argparse.Namespace) -> tuple[int, int, float]:
    server = ServerAddress(options.host, options.port, "none")
    with ImapMailbox(server, options.user, lambda: str(options.password)) as mailbox:
        mailbox.look_at(options.folder)
        count = size = 0
        started = time.perf_counter()
        for batch in mailbox.fetch(mailbox.list_messages(1), batch_bytes=options.batch_bytes):
            count += len(batch)
            size += sum(len(message.raw) for message in batch)
        return count, size, time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--folder", default="INBOX")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--chunk", type=int, default=100, help="messages a command of the bare fetch")
    parser.add_argument("--batch-bytes", type=int, default=BATCH_BYTES, help="bytes a batch of foibot's fetch")
    options = parser.parse_args()
    best: dict[str, float] = {}
    for _ in range(options.rounds):
        for name, fetch in (("bare imaplib", bare_imaplib), ("foibot", foibot_mailbox)):
            count, size, seconds = fetch(options)
            best[name] = max(best.get(name, 0.0), count / seconds)
            print(f"{name:13} {count} messages, {size / 1e6:.0f} MB in {seconds:.3f} s")
    for name, rate in best.items():
        print(f"{name:13} {rate:8.0f} messages/s")
    print(f"ratio {best['foibot'] / best['bare imaplib']:.0%}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
