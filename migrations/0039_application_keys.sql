-- Public keys with which applications prove themselves, beside certificates: `[{"n", "e", "kid"}]` of RSA keys.
alter table application add column keys jsonb not null default '[]';
