"""What a line of the scoreboard is: one figure, its target, and whether it held."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What one run of a line showed. `measured` is false where it could not be told."""

    line: str
    figure: str
    target: str
    n: int
    seed: int
    seconds: float
    held: bool
    measured: bool = True

    def text(self) -> str:
        """Return `line / figure / target / n / seed / seconds`."""
        parts = (self.line, self.figure, self.target, f"n {self.n}", f"seed {self.seed}")
        return " / ".join((*parts, f"{self.seconds:.0f} s"))

    @property
    def exit_code(self) -> int:
        """Return 0 = held, 1 = measured and missed, 2 = not measured."""
        if not self.measured:
            return 2
        return 0 if self.held else 1
