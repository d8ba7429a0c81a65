"""sqlite-utils, without the numpy and pandas that it takes in wherever it finds them.

They come with the extra `charts` and serve types that no register here holds; imported with it they cost every command
a tenth of a second and the daemon 15 MiB.
"""

from foibot.sparing import sparing

with sparing({"numpy": None, "pandas": None, "dateutil.parser": {}}):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]
