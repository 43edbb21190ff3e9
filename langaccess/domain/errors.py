"""The four kinds of refusal. Each topic names its own refusals under one of them."""


class WorkError(Exception):
    """A deed that was refused; nothing of it happened."""


class Missing(WorkError):
    """It does not exist, or not for this actor."""


class Forbidden(WorkError):
    """The actor is known and may not do this."""


class Conflict(WorkError):
    """It was possible a moment ago, or is possible for somebody else."""


class Invalid(WorkError):
    """What was given cannot be used as it stands."""
