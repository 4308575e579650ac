# Two commands matter: "make run" and "make test". Both work on a clean Debian or Ubuntu with Python 3.11 or newer.
.DEFAULT_GOAL := help
.PHONY: help run test mutants bench install install-test frontend check reset requirements
.NOTPARALLEL:

export PORT HOST PYTHON CONFIRM CONTRACTS ENGINE

help:
	@echo "make run     set everything up and start the demonstration (PORT=8123 make run for another port)"
	@echo "make test    run every test this machine can run, and say what was skipped"
	@echo "make check   the quick checks only: style, format, layers, types, templates, settings, migrations"
	@echo "make mutants change 400 rules, one at a time, and see whether a test notices (half an hour)"
	@echo "make bench   measure every page and job with 50 and 5,000 contracts (CONTRACTS=50000 make bench for a large council)"
	@echo "make reset   delete the local database and files (var/)"

install:
	@scripts/install base

install-test:
	@scripts/install test

frontend:
	@scripts/front-end

run: install frontend
	@exec .venv/bin/python scripts/serve.py

test: install-test frontend
	@exec .venv/bin/python scripts/run_tests.py

check: install-test frontend
	@exec .venv/bin/python scripts/run_tests.py --checks

mutants: install-test frontend
	@exec .venv/bin/python scripts/mutants.py

bench: install frontend
	@exec .venv/bin/python scripts/bench.py

# After a change of requirements/*.in. Hashes are kept, addresses of package hosts are not.
requirements:
	@for name in base test node; do \
		uv pip compile --quiet --universal --python-version 3.11.0 --generate-hashes --no-emit-index-url --no-annotate requirements/$$name.in -o requirements/$$name.txt; \
	done

reset:
	@scripts/reset
