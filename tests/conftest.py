"""What several folders of tests share: one build of the sample corpus."""

import pytest

from tests.pipeline.building import Built, build


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample corpus, built once from nothing; tests leave its files as they are."""
    return build("sample", tmp_path_factory.mktemp("processed"))
