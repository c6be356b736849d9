"""Stages, parameters, store, shards and runs: the only part that knows paths and processes.

Nothing is imported here, so that finding out that nothing is to be done stays cheap.
"""
