-- TSIG keys (RFC 8945). The secret is sealed; the names are separated by blanks.
CREATE TABLE dns_key (
  name      VARCHAR(255)  NOT NULL PRIMARY KEY,
  algorithm VARCHAR(20)   NOT NULL,
  secret    VARCHAR(1500) NOT NULL,
  updates   VARCHAR(6000) NOT NULL,
  transfer  BOOLEAN       NOT NULL
);
