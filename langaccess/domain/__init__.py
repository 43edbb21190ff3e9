"""The rules: values in, values or reasons out. Never a clock, a file, a framework or a database."""
