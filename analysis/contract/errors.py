"""What a user can mend."""


class InputError(Exception):
    """Something a user gave is wrong: the message says what, where, and what to do."""
