-- What an application is known by beside its client id, and what its credentials are called.
alter table application add column registration_id uuid not null default gen_random_uuid();

alter table application_secret
  add column display_name text,
  -- The first characters, so that people can match a listed secret with one they hold. [documented: passwordCredential]
  add column hint text check (length(hint) = 3);

alter table application_certificate
  add column certificate_id uuid not null default gen_random_uuid(),
  add column display_name text;

-- What one person has allowed an application, where nobody allowed it for the whole tenant.
create table user_consent (
  tenant_id uuid not null,
  application_id uuid not null,
  user_id uuid not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, application_id, user_id),
  foreign key (tenant_id, application_id) references application on delete cascade
);
