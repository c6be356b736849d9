"""What several folders of tests share: one build of the sample, and how examples are drawn."""

import os

import pytest
from hypothesis import settings

from tests.pipeline.building import Built, build

# A busy machine is no fault of the code (tests that measure hangs do so themselves), and a commit
# that passed passes again: new examples are drawn by `make soak`.
settings.register_profile(
    "dateline", deadline=None, derandomize="DATELINE_SOAK" not in os.environ, database=None
)
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample corpus, built once from nothing; tests leave its files as they are."""
    return build("sample", tmp_path_factory.mktemp("processed"))
