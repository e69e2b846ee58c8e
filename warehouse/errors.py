"""What can go wrong with the warehouse, each named for the cause, with one sentence that ends in the mend."""

from __future__ import annotations


class WarehouseError(Exception):
    """Anything the warehouse refuses or cannot do; the text is one line for the operator."""


class NoWarehouse(WarehouseError):
    """There is no published warehouse, or no release of that name."""


class CorruptWarehouse(WarehouseError):
    """The file is no DuckDB database, or a damaged one."""


class NewerWarehouse(WarehouseError):
    """The file was written by a newer nightreel or a newer DuckDB."""


class ChangedMigration(WarehouseError):
    """A migration that the file has had was edited since."""


class NoRoom(WarehouseError):
    """The disk is full."""


class ReadOnlyFolder(WarehouseError):
    """The data folder cannot be written."""


class BadStaging(WarehouseError):
    """Staged files do not have the declared columns, or are damaged."""


class BuildFailed(WarehouseError):
    """The new warehouse did not hold what it should; the published one stays."""


class NotAQuery(WarehouseError):
    """The text is not one SELECT."""


class QueryFailed(WarehouseError):
    """DuckDB refused the query."""


class QueryTooLong(WarehouseError):
    """The query ran past its time limit."""


class UnknownName(WarehouseError):
    """There is no view, question, comment or title of that name."""
