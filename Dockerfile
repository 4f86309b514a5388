# Sahayak in one image: any command of ./sahayak as its arguments (serve by default). Built and run as docs/deploy.md says.
FROM python:3.11-slim AS built
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/sahayak/.venv \
    && /opt/sahayak/.venv/bin/python -m pip install --no-input --require-hashes -r /tmp/requirements.lock
COPY app /opt/sahayak/app
COPY integrations /opt/sahayak/integrations
COPY jobs /opt/sahayak/jobs
COPY storage /opt/sahayak/storage
COPY manifests /opt/sahayak/manifests
RUN /opt/sahayak/.venv/bin/python -m compileall -q /opt/sahayak/app /opt/sahayak/integrations /opt/sahayak/jobs /opt/sahayak/storage

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin sahayak \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=built /opt/sahayak /opt/sahayak
ENV PATH=/opt/sahayak/.venv/bin:$PATH PYTHONPATH=/opt/sahayak PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 PORT=3000 SAHAYAK_DATA_DIR=/data
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/readyz', timeout=4)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
