"""What can be wrong with a procedure."""


class DefinitionRefused(ValueError):
    """A definition is wrong; says in which file, line and key, and the service does not start."""
