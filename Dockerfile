# One image for every part; the command says which part runs (docker-compose.yml).
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /lantern
RUN python -m venv /venv
COPY requirements/runtime.txt requirements/node.txt requirements/
RUN /venv/bin/python -m pip install --require-hashes --no-deps -r requirements/runtime.txt
COPY package.json package-lock.json ./
COPY services services
COPY frontend frontend
# Node is needed to build the styles only; it stays in this stage.
RUN python -m venv --system-site-packages /node \
 && /node/bin/python -m pip install --require-hashes --no-deps -r requirements/node.txt \
 && PYTHONPATH=/venv/lib/python3.11/site-packages /node/bin/python -m frontend.assets \
 && rm -rf node_modules

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home lantern \
 && install -d -o lantern -g lantern -m 0700 \
    /run/lantern /run/lantern/secrets /var/lib/lantern /var/lib/lantern/audit-heads /var/cache/lantern
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/lantern
WORKDIR /lantern
COPY --from=build /venv /venv
COPY --from=build /lantern/services services
COPY --from=build /lantern/frontend frontend
# reporting reads the rule catalogue when it starts: a procedure may name no unknown rule
COPY docs/policy docs/policy
COPY operations operations
USER lantern
# Every part but the one-shots listens on 8000 inside its container.
EXPOSE 8000
ENTRYPOINT ["python", "-m"]
CMD ["operations"]
