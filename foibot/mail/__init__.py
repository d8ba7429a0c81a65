"""E-mail in and out: mailbox, parse, render, compose, transport. Knows no store."""
