# One image; what it does is its command: gunicorn, a Celery worker, beat, or scripts/prepare.py.
# The steps are the scripts that `make setup` runs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY scripts ./scripts
COPY pyproject.toml uv.lock package.json package-lock.json ./
RUN scripts/install-python --no-default-groups --group local --no-install-project \
    && scripts/install-assets --omit=dev
COPY . .
# The second run installs the portal itself and takes the group `local` out again.
RUN scripts/install-python --no-default-groups \
    && MLA_MODE=production .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf var/tools

FROM python:3.11-slim-bookworm
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 \
    MLA_MODE=production MLA_VAR=/var/lib/mla XDG_CACHE_HOME=/tmp/cache MLA_BIND=0.0.0.0:8000
COPY --from=build /app /app
RUN scripts/install-libraries && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home mla \
    && install -d -o mla -g mla -m 700 /var/lib/mla
USER mla
VOLUME /var/lib/mla
EXPOSE 8000
CMD ["gunicorn"]
