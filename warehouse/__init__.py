"""DuckDB: schema, load, checks, publish, read-only queries. SQL lives in .sql files."""
