"""A small web of invented sites that changes over four nights, for `nightreel demo` and the tests."""
