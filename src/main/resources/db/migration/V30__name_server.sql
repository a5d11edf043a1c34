-- Up to which serial a zone may have been seen by others; a controller that starts goes on above it.
CREATE TABLE dns_zone (
  name   VARCHAR(255) NOT NULL PRIMARY KEY,
  serial BIGINT       NOT NULL
);
