"""From raw strings to values: dates, ratings, repeated text, duplicates. Pure: no network, files or database."""
