"""The test suite: a package by name, because a dependency brings one called tests too."""
