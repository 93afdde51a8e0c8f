"""The version, in a module of its own so that any layer may print it."""

__version__ = "0.2.0"
