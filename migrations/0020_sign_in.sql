-- People sign in: applications that they sign in to, certificates, limits, outside providers.

-- What an application is to its users. `delegated_scopes` is what it asks for by `.default`, `consented_scopes`
-- what an administrator has allowed it for everybody in the tenant.
alter table application
  add column kind text not null default 'web' check (kind in ('web', 'spa', 'native')),
  add column redirect_uris text[] not null default '{}',
  add column delegated_scopes text[] not null default '{}',
  add column consented_scopes text[] not null default '{}';

-- Public certificates that an application proves itself with. Distribution: tenant_id, beside its application.
create table application_certificate (
  tenant_id uuid not null,
  application_id uuid not null,
  -- SHA-256 of the certificate; its SHA-1 is what older clients name it by.
  thumbprint bytea not null check (length(thumbprint) = 32),
  der bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, application_id, thumbprint),
  foreign key (tenant_id, application_id) references application on delete cascade
);

-- A key is published some minutes before it signs, and for as long as tokens that it signed are good.
alter table signing_key
  drop constraint signing_key_state_check,
  add constraint signing_key_state_check check (state in ('next', 'active', 'published')),
  add column retired_at timestamptz;
create unique index signing_key_one_next on signing_key (state) where state = 'next';

create index protocol_state_expiry on protocol_state (expires_at) where expires_at is not null;

-- How people of a tenant may sign in; a tenant without a row has the defaults. Distribution: a reference table.
create table tenant_sign_in (
  tenant_id uuid primary key references tenant on delete cascade,
  device_code boolean not null default false
);

-- People who may not sign in any more, and when everything that they had signed in to ended.
alter table directory_user
  add column if not exists account_enabled boolean not null default true,
  add column if not exists sign_ins_valid_from timestamptz;

-- Attempts at something that can be guessed, counted before they are judged. `failures` are those since the last
-- success. Distribution: tenant_id.
create table attempt (
  tenant_id uuid not null,
  kind text not null,
  subject_digest bytea not null,
  used integer not null,
  failures integer not null,
  window_ends_at timestamptz not null,
  primary key (tenant_id, kind, subject_digest)
);
create index attempt_by_end on attempt (window_ends_at);

-- Outside OpenID Connect providers that a tenant lets its people sign in with. Distribution: tenant_id.
create table identity_provider (
  tenant_id uuid not null,
  provider_id uuid not null,
  display_name text not null,
  issuer text not null,
  client_id text not null,
  wrapped_client_secret bytea,
  -- The claim that names the person by user principal name.
  link_claim text not null,
  -- The value that the claim `tid` must have; null = the provider serves one organisation only.
  required_tid text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, provider_id)
);
