-- Records that people put into the name server's zone, as a zone file would have them. The number is only for listing.
CREATE TABLE dns_record (
  id    BIGINT AUTO_INCREMENT PRIMARY KEY,
  name  VARCHAR(255)  NOT NULL,
  type  VARCHAR(10)   NOT NULL,
  ttl   INTEGER       NOT NULL,
  data  VARCHAR(2000) NOT NULL
);
