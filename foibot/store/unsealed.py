"""What an audit cannot see if somebody changes it in the file: one list, for the threat model and for its test.

These columns change in the daily course of things, and the log says nothing of them, or not all. Each stands with what
somebody could do by changing it.
"""

from collections.abc import Mapping

UNSEEN: Mapping[str, tuple[tuple[str, ...], str]] = {}
"""For each table its columns, and what may come of a change; `*` stands for all of them, rows put in or taken out too.

A row of a table that is not named, or a column, that is put in, taken out or changed is named by the audit.
"""
