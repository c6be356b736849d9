"""What a user can mend. Apart from the contract, so that the cheapest command loads it alone."""


class InputError(Exception):
    """Something a user gave is wrong: the message says what, where, and what to do."""
