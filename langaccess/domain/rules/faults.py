"""What is wrong with a rules file: every fault with its line, as a compiler would say it."""

from dataclasses import dataclass

from langaccess.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the file.

    `line` counts from 1; what is missing has the line of the table it belongs to. `key` is the
    path as written in the file, items of lists counted from 1: "rule[3].when.words".
    """

    line: int
    key: str
    wrong: str
    allowed: str

    def __str__(self) -> str:
        """`LINE: key.path: what is wrong; what is allowed`, on one line."""
        return f"{self.line}: {self.key}: {self.wrong}; {self.allowed}"


@dataclass(eq=False)
class RulesInvalid(Invalid):
    """The rules file cannot be used; `faults` holds everything wrong with it, by line."""

    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        """One fault a line."""
        return "\n".join(str(fault) for fault in self.faults)
