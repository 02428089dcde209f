# What a person runs; `make` lists it. The work is done by scripts/, which the Dockerfile and .ci/run use too.
# Each file named .done marks a step that need not be repeated until what it was made from has changed.

PYTHON := .venv/bin/python
LANGUAGES := ar es fr
NOT_SPOKEN := .venv node_modules var tests bench
.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test check docs messages letters pictures chaos bench

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 18

setup: .venv/.done node_modules/.done var/static/.done ## everything this checkout needs; starts nothing

demo: setup ## the whole portal on this machine, with one request sent; Ctrl-C stops it
	@exec setpriv --pdeathsig TERM $(PYTHON) scripts/demo.py

demo-reset: .venv/.done ## empties the demo; stop it first
	@$(PYTHON) scripts/demo.py --reset

test: setup ## the whole test suite; ARGS="-k sentence" selects
	@$(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 $(ARGS)

check: setup ## linters, types, layers, missing migrations
	@scripts/check

letters: setup ## every letter in every language into var/letters, with contact sheets to look at
	@$(PYTHON) scripts/letters.py

pictures: setup ## the pictures of the README, from a running demo; needs Chromium
	@$(PYTHON) scripts/pictures.py

docs: setup ## writes the documents that are made from the code
	@$(PYTHON) manage.py describe_settings
	@$(PYTHON) manage.py write_workflow
	@$(PYTHON) manage.py write_country_rules
	@$(PYTHON) manage.py letter_schemas
	@$(PYTHON) manage.py spectacular --file docs/openapi.yaml

messages: setup ## gathers the texts to translate into locale/, and compiles what is translated; needs GNU gettext
	@$(PYTHON) manage.py makemessages $(LANGUAGES:%=-l %) --no-location --no-wrap --no-obsolete \
		$(NOT_SPOKEN:%=-i %)
	@.venv/bin/pybabel --quiet compile -d locale -D django

.venv/.done: uv.lock pyproject.toml scripts/install-python scripts/install-libraries
	@scripts/install-python
	@scripts/install-libraries
	@touch $@

node_modules/.done: package-lock.json scripts/install-assets | .venv/.done
	@scripts/install-assets
	@touch $@

var/static/.done: .venv/.done node_modules/.done mla_portal/settings/base.py $(shell find static -type f 2>/dev/null)
	@echo "== Collecting static files into var/static" >&2
	@$(PYTHON) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

chaos: setup var/static/.done ## 200 seals at once while workers and broker die; proves that none is lost
	@$(PYTHON) -m bench.chaos

bench: setup var/static/.done ## what pages, letters and memory cost, beside the bare work beneath them
	@$(PYTHON) -m bench.speed
