-- Applications, roles, and request budgets.

-- Distribution: tenant_id.
create table application (
  tenant_id uuid not null,
  application_id uuid not null,
  display_name text not null,
  service_principal_id uuid not null,
  registration_id uuid not null default gen_random_uuid(),
  roles text[] not null default '{}',
  -- What it is to its users.
  kind text not null default 'web' check (kind in ('web', 'spa', 'native')),
  redirect_uris text[] not null default '{}',
  -- The scopes it requests by `.default`, and those an administrator has consented to for everybody in the tenant.
  delegated_scopes text[] not null default '{}',
  consented_scopes text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, application_id)
);

-- Distribution: tenant_id, beside its application. The digest is the key: adding the same secret twice has no
-- effect, and no id has to be generated.
create table application_secret (
  tenant_id uuid not null,
  application_id uuid not null,
  digest bytea not null check (length(digest) = 32),
  -- The id by which it is revoked, so that its digest is not exposed.
  secret_id uuid not null default gen_random_uuid(),
  display_name text,
  -- The first characters, so that people can match a listed secret with the one they have. [documented:
  -- passwordCredential]
  hint text check (length(hint) = 3),
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, application_id, digest),
  foreign key (tenant_id, application_id) references application on delete cascade
);

-- Public certificates with which an application authenticates. Distribution: tenant_id, beside its application.
create table application_certificate (
  tenant_id uuid not null,
  application_id uuid not null,
  -- SHA-256 of the certificate; older clients identify it by its SHA-1.
  thumbprint bytea not null check (length(thumbprint) = 32),
  der bytea not null,
  certificate_id uuid not null default gen_random_uuid(),
  display_name text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, application_id, thumbprint),
  foreign key (tenant_id, application_id) references application on delete cascade
);

-- A person's consent to an application, if nobody consented for the whole tenant. Distribution: tenant_id, beside
-- its application.
create table user_consent (
  tenant_id uuid not null,
  application_id uuid not null,
  user_id uuid not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, application_id, user_id),
  foreign key (tenant_id, application_id) references application on delete cascade
);

-- Distribution: tenant_id.
create table role_definition (
  tenant_id uuid not null,
  role_id uuid not null,
  display_name text not null,
  description text not null,
  permissions text[] not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, role_id)
);
create unique index role_definition_by_name on role_definition (tenant_id, lower(display_name));

-- An assignment of a built-in role or one of the tenant's; null tags = the whole tenant. Distribution: tenant_id.
create table role_assignment (
  tenant_id uuid not null,
  assignment_id uuid not null,
  role_id uuid not null,
  principal_kind text not null check (principal_kind in ('user', 'group', 'application')),
  principal_id uuid not null,
  group_tags text[],
  created_at timestamptz not null default now(),
  primary key (tenant_id, assignment_id)
);
create index role_assignment_by_principal on role_assignment (tenant_id, principal_id);

-- Requests that a caller has made in the current window of its budget. Distribution: tenant_id. Not logged, because
-- losing it in a crash does no harm.
create unlogged table request_budget (
  tenant_id uuid not null,
  budget text not null,
  window_start timestamptz not null,
  used integer not null,
  primary key (tenant_id, budget)
);
