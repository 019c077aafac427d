"""Documents written to and read from files of other kinds."""
