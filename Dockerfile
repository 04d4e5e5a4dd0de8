# The product in one image: the locked environment is built in a first stage, the second one has no compiler, no
# package installer and no root.
FROM python:3.12-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /opt/final-accounts
COPY pyproject.toml requirements.lock ./
# The lock also holds the tools of the tests; as a constraint it gives the versions and hashes of what we need here.
RUN uv venv /opt/venv \
    && uv pip install --no-cache --python /opt/venv --require-hashes -c requirements.lock -r pyproject.toml --extra build --extra s3
COPY include include
RUN uv pip install --no-cache --python /opt/venv --no-deps --no-build-isolation --editable .
COPY config config
COPY dags dags
COPY expectations expectations
COPY plugins plugins
COPY scripts scripts

FROM python:3.12-slim-bookworm
# hadolint ignore=DL3008 # the fonts of the distribution, whatever their latest version
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 1000 --gid 0 --no-create-home --home-dir /var/lib/airflow bureau \
    && mkdir -p /var/lib/airflow/logs /var/lib/final-accounts \
    && chown -R 1000:0 /var/lib/airflow /var/lib/final-accounts \
    && chmod -R g=u /var/lib/airflow /var/lib/final-accounts
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/final-accounts /opt/final-accounts
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/opt/final-accounts/config \
    PYTHONUNBUFFERED=1 \
    AIRFLOW_HOME=/var/lib/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/final-accounts/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/final-accounts/plugins \
    FINAL_ACCOUNTS_DATA=/opt/final-accounts \
    FINAL_ACCOUNTS_VAR=/var/lib/final-accounts
WORKDIR /opt/final-accounts
USER 1000:0
CMD ["final-accounts", "--help"]
