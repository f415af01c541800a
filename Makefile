# Every command works in an empty clone: .ci/install makes what is missing, and only that.

SHELL := /bin/bash
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.venv/bin:$(PATH)

PYTHON_FOLDERS := cancelhub letters providers refunds tests
TEMPLATES = $(shell find templates -name '*.html' | sort)

# As on a server: no DEBUG and a key of its own. The checks touch nobody's database.
check bench soak: export DEBUG := 0
check bench soak: export SECRET_KEY := $(shell head -c 48 /dev/urandom | base64 -w 0)
check bench soak: export ALLOWED_HOSTS := example.org
check bench soak: export DATABASE_URL := sqlite://:memory:

.PHONY: help run test coverage test-postgres e2e check format messages lock bench soak lighthouse

help:  ## list the commands
	@awk -F ':  ## ' '/^[a-z0-9-]+:  ## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

run:  ## serve the site on http://127.0.0.1:8000/ (PORT=…) with its worker; Ctrl-C stops them
	@.ci/install
	@exec python -u -m cancelhub.run

test:  ## the whole suite on SQLite, with Chromium, in parallel
	@.ci/install browser
	@python -m cancelhub.messages
	pytest -n auto --dist worksteal

coverage:  ## the same, measuring which lines and templates are reached; takes twice as long
	@.ci/install browser
	@python -m cancelhub.messages
	pytest -n auto --dist worksteal --cov --cov-report=term

# Chromium does not mind which database it is.
test-postgres:  ## what touches the database, on a PostgreSQL that lives as long as the run
	@.ci/install browser postgres
	@python -m cancelhub.messages
	.ci/with-postgres pytest -n auto --dist worksteal -m "not browser" --database-only

e2e:  ## the browser journeys alone
	@.ci/install browser
	@python -m cancelhub.messages
	pytest -m browser

check:  ## format, lint, types, import contracts, migrations, deployment settings, catalogue
	@.ci/install
	ruff format --check .
	ruff check .
	djade --target-version 5.2 --check $(TEMPLATES)
	djhtml --tabwidth 2 --check $(TEMPLATES)
	lint-imports
	mypy $(filter-out tests,$(PYTHON_FOLDERS)) manage.py
	python -m cancelhub.messages --check
	python manage.py makemigrations --check --dry-run
	python manage.py check --deploy --fail-level WARNING

format:  ## let the formatters write
	@.ci/install
	ruff format .
	ruff check --fix .
	djade --target-version 5.2 $(TEMPLATES)
	djhtml --tabwidth 2 $(TEMPLATES)

messages:  ## collect translatable texts into the Swedish catalogue (needs gettext)
	@.ci/install
	python manage.py makemessages --locale sv --no-obsolete --no-location --no-wrap --ignore .venv --ignore tests
	@sed -i '/^"POT-Creation-Date/d; /^"PO-Revision-Date/d' cancelhub/locale/sv/LC_MESSAGES/django.po
	@python -m cancelhub.messages

lock:  ## resolve pyproject.toml into requirements.lock
	@.ci/install
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --output-file requirements.lock

bench:  ## measure, as JSON
	@.ci/install
	@python manage.py collectstatic --no-input --verbosity 0
	@python manage.py benchmark

soak:  ## kill workers fifty times while five hundred letters go, on SQLite and PostgreSQL
	@.ci/install postgres
	@python manage.py soak --workers 1
	@.ci/with-postgres python manage.py soak --workers 2

# Not among the checks: it needs node, and its figures need an idle machine.
lighthouse:  ## print Lighthouse's scores, as on a phone; the first run installs it with npm
	@.ci/install browser
	@.ci/lighthouse
