#!/bin/sh
# Reads the database password from its file, so that it stands in no command line and no image.
set -eu
umask 077

if [ -n "${BLOOMERY_DATABASE_PASSWORD_FILE:-}" ]; then
  SPRING_DATASOURCE_PASSWORD=$(cat "$BLOOMERY_DATABASE_PASSWORD_FILE")
  export SPRING_DATASOURCE_PASSWORD
fi

exec java -XX:MaxRAMPercentage=60 -jar /opt/bloomery/bloomery.jar "$@"
