-- Who may sign in, and what the authority must keep to let them.

-- Distribution: tenant_id.
create table application (
  tenant_id uuid not null,
  application_id uuid not null,
  display_name text not null,
  service_principal_id uuid not null,
  roles text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, application_id)
);

-- Distribution: tenant_id, beside its application. The digest is the key: adding the same secret twice is once, and no id needs inventing.
create table application_secret (
  tenant_id uuid not null,
  application_id uuid not null,
  digest bytea not null check (length(digest) = 32),
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, application_id, digest),
  foreign key (tenant_id, application_id) references application on delete cascade
);

-- Distribution: a reference table; a handful of rows that every server reads.
create table signing_key (
  key_id text primary key,
  state text not null check (state in ('active', 'published')),
  public_key jsonb not null,
  wrapped_private_key bytea not null,
  created_at timestamptz not null default now()
);

-- Settles the race of servers that start on an empty database: one active key, whoever comes first.
create unique index signing_key_one_active on signing_key (state) where state = 'active';

-- Distribution: tenant_id. Codes, sessions, refresh tokens. Ids and further names are digests, payloads are encrypted: ids are
-- credentials, and the payload repeats them.
create table protocol_state (
  tenant_id uuid not null,
  kind text not null,
  id_digest bytea not null,
  payload bytea not null,
  grant_digest bytea,
  session_digest bytea,
  user_code_digest bytea,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (tenant_id, kind, id_digest)
);

create index protocol_state_grant on protocol_state (tenant_id, grant_digest) where grant_digest is not null;
create index protocol_state_session on protocol_state (tenant_id, session_digest) where session_digest is not null;
create index protocol_state_user_code on protocol_state (tenant_id, user_code_digest) where user_code_digest is not null;
