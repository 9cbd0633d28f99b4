-- Roles that tenants make, and who has which role.

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

-- A role of the tenant or one that comes with Taxiway; null tags = the whole tenant. Distribution: tenant_id.
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
