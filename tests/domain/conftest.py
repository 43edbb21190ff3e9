"""What several tests of the rules share."""

from collections.abc import Callable

import pytest
from hypothesis import settings

from langaccess.adapters.holidays import known_places
from langaccess.domain.rules import Fault, RulesInvalid, parse_rules

# A busy machine is no failure: properties are about answers, benchmarks about time.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

FaultsOf = Callable[[str], tuple[Fault, ...]]


@pytest.fixture(scope="session")
def faults_of() -> FaultsOf:
    """Every fault of a rules file's text; none when it is without."""

    def faults(text: str) -> tuple[Fault, ...]:
        try:
            parse_rules(text, places=known_places())
        except RulesInvalid as refused:
            return refused.faults
        return ()

    return faults
