-- Secrets get a name of their own, by which one is revoked: their digest is nobody's business.
alter table application_secret add column secret_id uuid not null default gen_random_uuid();
