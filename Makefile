# Every command of the project; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help demo code test check bench fairness road browsing growing approving firefox lighthouse observatory html lock messages screenshots install dev
PYTHON ?= python3
RUN := .venv/bin/python

help: ## List these commands
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

demo: install ## Serve the directory with its sample entries (PORT=8000)
	@exec $(RUN) -m directory.demo

code: install ## Print the next digits for the moderators of the demonstration
	@test -f var/demo.env || { echo 'Start it first: make demo'; exit 1; }
	@ENV_FILE=var/demo.env exec $(RUN) manage.py demo_code

test: dev ## Run every test on SQLite, and on PostgreSQL what the engine can change
	@exec $(RUN) -m tests.run $(ARGS)

check: dev ## Lint, types, house rules and the quick tests on SQLite without a browser
	@exec $(RUN) -m tests.check

bench: dev ## Measure the listing (bench/README.md)
	@exec $(RUN) bench/run.py

fairness: dev ## Replay 30 days of first pages and count the grassroots on them (bench/README.md)
	@exec $(RUN) -m bench.fairness

road: dev ## Submit with 16 clients, then kill the server among them (bench/README.md)
	@exec $(RUN) bench/road.py $(ARGS)

browsing: dev ## Measure pages over HTTP, also against Datasette (bench/README.md)
	@exec $(RUN) bench/browsing.py $(ARGS)

searching: dev ## Answer the list of queries (bench/README.md)
	@exec $(RUN) bench/searching.py $(ARGS)

growing: dev ## Measure the listing with few entries and with many (bench/README.md)
	@exec $(RUN) bench/growing.py $(ARGS)

approving: dev ## Measure what an approval costs the readers (bench/README.md)
	@exec $(RUN) bench/approving.py $(ARGS)

firefox: dev ## Run the journeys once in Firefox (apt-get install firefox-esr)
	@exec $(RUN) -m pytest tests/journeys -m browser --browser firefox $(ARGS)

lighthouse: dev ## Let Lighthouse judge the pages, on a phone and a desktop (bench/README.md)
	@exec $(RUN) -m bench.judges.lighthouse $(ARGS)

observatory: dev ## Let MDN's Observatory score the headers of home, form and sign-in (bench/README.md)
	@exec $(RUN) -m bench.judges.observatory

html: dev ## Let the Nu HTML checker read every page in every state (bench/README.md)
	@exec $(RUN) -m bench.judges.markup

lock: ## Bring requirements*.txt up to date (needs uv)
	@for set in requirements requirements-dev; do \
	  UV_CUSTOM_COMPILE_COMMAND='make lock' uv pip compile --quiet --python-version 3.11 --universal \
	    --upgrade --generate-hashes --no-emit-index-url $$set.in -o $$set.txt || exit 1; done

messages: dev ## Bring the Russian catalogue up to date with code and templates
	@exec $(RUN) locale/update.py

screenshots: dev ## Take a picture of every page into var/screenshots
	@exec $(RUN) -m tests.screenshots

install:
	@$(PYTHON) -m directory.install runtime

dev:
	@$(PYTHON) -m directory.install dev
