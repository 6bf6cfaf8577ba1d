# Backupman with the dump programs of MariaDB (for MySQL, too) and PostgreSQL. How to run it: docs/install.md
# DL3008 wants versions of Debian's packages, which its servers keep for as long as they are the newest.
FROM debian:trixie-slim AS build
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates openjdk-25-jdk-headless \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -Dmaven.test.skip -Parchive -pl '!notifier-spi/testkit' package \
  && mkdir /program \
  && tar -xzf server/target/backupman-*.tar.gz -C /program --strip-components=1

FROM debian:trixie-slim
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates mariadb-client openjdk-25-jre-headless postgresql-client \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --user-group --home-dir /var/lib/backupman --shell /usr/sbin/nologin backupman \
  && install -d -o backupman -g backupman -m 750 /var/lib/backupman \
  && install -d /etc/backupman
COPY --from=build /program /usr/share/backupman
# What Java learns of the program's classes is kept in the image, so that it starts in half the time.
RUN ln -s ../share/backupman/backupman /usr/bin/backupman \
  && backupman startup-cache
ENV LANG=C.UTF-8 BACKUPMAN_CONFIG=/etc/backupman/config.yml
USER 10001:10001
WORKDIR /var/lib/backupman
VOLUME /var/lib/backupman
EXPOSE 8080
HEALTHCHECK --interval=1m --timeout=30s --start-period=1m CMD ["backupman", "health"]
ENTRYPOINT ["backupman"]
CMD ["serve"]
