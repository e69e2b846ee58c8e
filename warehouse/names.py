"""Names that a warehouse holds from before digests were asked for: they leave the file, and nobody counts as edited.

What replaces a name is the caller's; here a digest is known by its form alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from warehouse.publish import rewrite, settle, staging_dir_of, storage_errors
from warehouse.schema import migrate, open_to_write, scripts

DIGEST = re.compile("[0-9a-f]{24}")


def digest_names(target: Path, data_dir: Path, digest: Callable[[str], str]) -> int:
    """Put digests (24 hex digits) in the place of the names in an unpublished file; returns how many names it held.

    What else names people goes too: addresses of authors' pages, permalinks that hold the author's name, a page's notes
    (edited by, found helpful by). Where there was any the file is written anew, so that no byte of it is left. Names
    inside comments' own words stay, and kept releases and older reports still hold what they held.
    """
    if not target.exists():
        return 0
    scratch = staging_dir_of(data_dir, "scratch")
    scratch.mkdir(parents=True, exist_ok=True)
    with storage_errors(data_dir):
        con = open_to_write(target, scratch=scratch)
        try:
            migrate(con)
            find, replace = (script.sql for script in scripts("named"))
            found = [name for (name,) in con.execute(find).fetchall()]
            names = [name for name in found if name is not None and not DIGEST.fullmatch(name)]
            if found:
                told = {"author": names, "digest": [digest(name) for name in names]}
                con.register("digest_of", pa.table(told, pa.schema([(column, pa.string()) for column in told])))
                con.execute("begin")
                con.execute(replace)
                con.execute("commit")
            settle(con, target)
            if found:
                rewrite(con, target)
        finally:
            con.close()
    return len(names)
