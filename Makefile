# Dateline: from a folder of news articles to a citable report.
# Every target that a user calls has a "##" comment; `make` prints them.

CORPUS ?= sample
export CORPUS

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PROCESSED := $(if $(DATELINE_PROCESSED),$(DATELINE_PROCESSED),data/processed)
RUN := $(PROCESSED)/$(CORPUS)
STATE := $(RUN)/.state
PIPELINE := $(PY) -m analysis.pipeline
TESTS ?= tests

CORPUS_DONE := $(RUN)/10_corpus/manifest.json
TERMS_DONE := $(RUN)/20_terms/manifest.json
ENTITIES_DONE := $(RUN)/30_entities/manifest.json
TIMELINE_DONE := $(RUN)/40_timeline/manifest.json
REPORT_DONE := $(RUN)/50_report/manifest.json

# Compiled once, beside the environment and not among the sources: else every process compiles
# ten thousand lines of libraries anew where PYTHONDONTWRITEBYTECODE is set.
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/.bytecode
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Swapped in whole, and right as they are when a later stage fails in the same process.
.PRECIOUS: $(CORPUS_DONE) $(TERMS_DONE) $(ENTITIES_DONE) $(TIMELINE_DONE) $(REPORT_DONE)
.PHONY: help all corpus terms entities timeline report setup lab verify why diff bundle lock \
	parameters lint types test soak bench quality sample clean FORCE

help: ## print this help
	@awk 'BEGIN {FS = ":.*## "; print "make TARGET [CORPUS=name]   (corpus: $(CORPUS))\n"} \
	  /^[a-z]+:.*## / {printf "  %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# ---------------------------------------------------------------- environments

# One environment for the pipeline, one with the tests' tools and one with JupyterLab on top:
# what makes a report carries no more than it needs.
SETUP = $(PYTHON) -m venv $(1) \
	&& $(1)/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r locks/uv.txt \
	&& $(1)/bin/uv pip sync --quiet --require-hashes --python $(1)/bin/python $(2) \
	&& $(1)/bin/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "dateline.pth").write_text(str(pathlib.Path.cwd()))'

$(VENV)/.pipeline: locks/pipeline.txt locks/uv.txt
	@echo "setting up the environment" >&2
	@$(call SETUP,$(VENV),locks/pipeline.txt)
	@$(PY) -W ignore -m analysis.pipeline.births read
	@touch $@

.venv-test/.test: locks/test.txt locks/uv.txt
	@echo "setting up the environment for tests" >&2
	@$(call SETUP,.venv-test,locks/test.txt)
	@touch $@

.venv-check/.check: locks/check.txt locks/uv.txt
	@echo "setting up the environment for validators" >&2
	@$(call SETUP,.venv-check,locks/check.txt)
	@touch $@

.venv-lab/.lab: locks/lab.txt locks/uv.txt
	@echo "setting up the environment with JupyterLab" >&2
	@$(call SETUP,.venv-lab,locks/lab.txt)
	@touch $@

setup: $(VENV)/.pipeline ## make the environment, nothing else

# ---------------------------------------------------------------- the pipeline

all: report ## everything that is out of date, from raw articles to the report

corpus: $(CORPUS_DONE) ## clean, dated, de-duplicated articles
terms: $(TERMS_DONE) ## term frequencies, keyness, collocations
entities: $(ENTITIES_DONE) ## people, organisations and places, and who appears with whom
timeline: $(TIMELINE_DONE) ## dates, coverage, events, reported figures
report: $(REPORT_DONE) ## report.pdf, report.html, figures, tables, citation

# Looks at raw files, parameters, hand-made files and code; its files change only with content.
STATES := $(foreach stage,corpus terms entities timeline report,$(STATE)/$(stage).json)
$(STATES): $(STATE)/looked ; @:
$(STATE)/looked: FORCE $(VENV)/.pipeline
	@$(PIPELINE) state $(CORPUS)
FORCE:

# The first stage that is out of date goes on to the goal in the same process, which has read its
# libraries by then; the rules of the following stages find them made. Under -j make parts the work.
GOALS := $(filter all corpus terms entities timeline report,$(MAKECMDGOALS))
ONWARD = $(if $(word 2,$(GOALS))$(findstring jobserver,$(MAKEFLAGS)),,$(addprefix --goal ,$(GOALS:all=report)))

$(CORPUS_DONE): $(STATE)/corpus.json
	@$(PIPELINE) run corpus $(CORPUS) $(ONWARD)
$(TERMS_DONE): $(STATE)/terms.json $(CORPUS_DONE)
	@$(PIPELINE) run terms $(CORPUS) $(ONWARD)
$(ENTITIES_DONE): $(STATE)/entities.json $(CORPUS_DONE)
	@$(PIPELINE) run entities $(CORPUS) $(ONWARD)
$(TIMELINE_DONE): $(STATE)/timeline.json $(CORPUS_DONE) $(TERMS_DONE) $(ENTITIES_DONE)
	@$(PIPELINE) run timeline $(CORPUS) $(ONWARD)
$(REPORT_DONE): $(STATE)/report.json $(CORPUS_DONE) $(TERMS_DONE) $(ENTITIES_DONE) $(TIMELINE_DONE)
	@$(PIPELINE) run report $(CORPUS)

verify: $(VENV)/.pipeline ## rebuild elsewhere and compare every byte
	@$(PIPELINE) verify $(CORPUS)

why: $(VENV)/.pipeline ## what is out of date, and because of what
	@$(PIPELINE) why $(CORPUS)

diff: $(VENV)/.pipeline ## compare two finished runs: make diff A=one B=other
	@test -n "$(A)" && test -n "$(B)" || { echo "usage: make diff A=one B=other" >&2; exit 2; }
	@$(PIPELINE) diff $(A) $(B)

bundle: $(VENV)/.pipeline ## pack a finished run for an archive
	@$(PIPELINE) bundle $(CORPUS)

clean: $(VENV)/.pipeline ## remove what was generated for the corpus
	@$(PIPELINE) clean $(CORPUS)

lab: .venv-lab/.lab ## open the notebooks in JupyterLab
	@JUPYTER_CONFIG_PATH=$(CURDIR)/analysis/resources/explore/jupyter .venv-lab/bin/jupyter lab \
	  --ServerApp.ip=127.0.0.1 --ServerApp.root_dir=notebooks \
	  --LabApp.default_url=/lab/tree/explore.ipynb $(LAB_OPTIONS)

# ---------------------------------------------------------------- for developers

COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate pyproject.toml
lock: ## pin every version again
	@test -x $(VENV)/bin/uv || { $(PYTHON) -m venv $(VENV) && $(PY) -m pip --quiet install uv; }
	@printf 'uv\n' | $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate - -o locks/uv.txt
	@$(COMPILE) -o locks/pipeline.txt
	@$(COMPILE) --group test -c locks/pipeline.txt -o locks/test.txt
	@$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --group pyproject.toml:check -o locks/check.txt
	@$(COMPILE) --group lab -c locks/pipeline.txt -o locks/lab.txt
	@$(COMPILE) --extra cluster -c locks/pipeline.txt -o locks/cluster.txt

parameters: $(VENV)/.pipeline ## write notebooks/parameters.toml anew from the models' defaults
	@$(PY) -c 'from analysis.pipeline.parameters import as_toml; print(as_toml(), end="")' \
	  > notebooks/parameters.new && mv notebooks/parameters.new notebooks/parameters.toml

sample: ## write the sample corpus and its gold anew from the annotated dispatches
	@$(PYTHON) tests/gold/sample/build.py

TEST := .venv-test/bin/python
lint: .venv-test/.test ## ruff, import rules
	@$(TEST) -m ruff check analysis tests
	@$(TEST) -m ruff format --check analysis tests
	@.venv-test/bin/lint-imports --no-cache --quiet 2>/dev/null || .venv-test/bin/lint-imports --no-cache

types: .venv-test/.test ## strict type check
	@$(TEST) -m mypy analysis

test: lint types .venv-lab/.lab .venv-check/.check ## lint, types, unit and property tests, an end-to-end build, browser tests
	@$(TEST) -m pytest -m "not soak" $(TESTS) --durations=15 --cov=analysis --cov-report=term:skip-covered

soak: .venv-test/.test ## long fault and fuzz runs
	@DATELINE_SOAK=1 $(TEST) -m pytest tests/corpus tests/pipeline tests/timeline tests/report -m "soak or not soak"

bench: .venv-test/.test ## speed, beside peers in the same run
	@$(TEST) -m tests.bench $(BENCH)

quality: .venv-test/.test $(VENV)/.pipeline ## errors against tests/gold
	@$(MAKE) --no-print-directory all CORPUS=sample
	@$(TEST) -m tests.gold.quality
