-- What the account's password was when the token was made. Tokens made before have none and end.
ALTER TABLE api_token ADD COLUMN stamp VARCHAR(64) NOT NULL DEFAULT '';
