"""Validates a crate against the Process Run Crate profile, in the environment for validators.

Arguments: the crate's folder, and RO-Crate's JSON-LD context as a file. Prints {passed, issues}.
The two contexts that a crate names are answered here, so that nothing is asked of the network.
"""

import io
import json
import sys
import urllib.request
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.response import addinfourl

import requests
import requests_cache

#: Of the terms for workflow runs the crate uses one.
_RUN_TERMS = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}


def main(crate: str, context: str) -> int:
    terms = json.loads(Path(context).read_text("utf-8"))["@context"]
    answers = {
        "https://w3id.org/ro/crate/1.1/context": terms,
        "https://w3id.org/ro/terms/workflow-run/context": _RUN_TERMS,
    }
    _answer({url: json.dumps({"@context": held}).encode() for url, held in answers.items()})
    from rocrate_validator import models, services

    settings = services.ValidationSettings(
        rocrate_uri=crate,
        profile_identifier="process-run-crate",
        requirement_severity=models.Severity.REQUIRED,
        abort_on_first=False,
        no_cache=True,
    )
    result = services.validate(settings)
    issues = [f"{one.check.identifier}: {one.message}" for one in result.get_issues()]
    print(json.dumps({"passed": result.passed(), "issues": issues}))
    return 0 if result.passed() else 1


def _answer(answers: dict[str, bytes]) -> None:
    def opened(request: Any, *_: Any, **__: Any) -> addinfourl:
        url = request if isinstance(request, str) else request.full_url
        if url not in answers:
            raise OSError(f"tests ask nothing of the network: {url}")
        head = Message()
        head["Content-Type"] = "application/ld+json"
        return addinfourl(io.BytesIO(answers[url]), head, url, 200)

    def sent(_: Any, request: Any, **__: Any) -> requests.Response:
        response = requests.Response()
        response.url, response.request = request.url, request
        response.status_code = 200 if request.url in answers else 504
        response._content = answers.get(request.url, b"")
        response.headers["Content-Type"] = "application/ld+json"
        return response

    urllib.request.urlopen = opened
    requests.Session.send = sent
    requests_cache.CachedSession.send = sent
    import rdflib._networking

    rdflib._networking.urlopen = opened


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
