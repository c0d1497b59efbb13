"""The binding's tests: a package, so that their names may be those of tests elsewhere."""
