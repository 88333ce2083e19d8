"""The domain's refusals, each naming the thing it is about; doors turn them into answers."""


class FixlineError(Exception):
    """Something the trade refuses or cannot find; its text is fit for a person to read."""


class NotFound(FixlineError):
    """The named thing does not exist, or the asker may not know that it does."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"There is no {kind} {key}.")
        self.kind = kind
        self.key = key


class Refused(FixlineError):
    """A rule of the trade forbids this; the text says which and what to do instead."""


class FieldRefused(Refused):
    """One value a person gave is not acceptable.

    field: the name of the form field; the message tells the person how to mend it.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class TransitionRefused(Refused):
    """A job may not go from one status to another."""

    def __init__(self, *, job: int, was: str, wanted: str, why: str) -> None:
        super().__init__(f"Job {job} cannot go from {was} to {wanted}: {why}")
        self.job = job
        self.was = was
        self.wanted = wanted
        self.why = why


class SettingsRefused(FixlineError):
    """The environment does not allow a start; the one sentence says which setting and how to mend it."""
