-- Users and groups.

-- Users of a tenant. Distribution: tenant_id.
create table directory_user (
  tenant_id uuid not null,
  user_id uuid not null,
  user_principal_name text not null,
  name_key text not null generated always as (lower(user_principal_name)) stored,
  display_name text not null,
  -- argon2id in its own text form; null = the user cannot sign in with a password.
  password_hash text,
  -- First passwords: set by somebody else, to be changed at the first sign-in, and useless after this time. Null:
  -- the user's own, or the operator's choice in a seed.
  first_password_until timestamptz,
  account_enabled boolean not null default true,
  -- When the user's sign-ins were last revoked.
  sign_ins_valid_from timestamptz,
  roles text[] not null default '{}',
  licensed boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
create unique index directory_user_by_name on directory_user (tenant_id, name_key);

-- Groups of the directory. A group with a rule has no explicit members. Distribution: tenant_id.
create table directory_group (
  tenant_id uuid not null,
  group_id uuid not null,
  display_name text not null,
  description text,
  mail_nickname text not null,
  dynamic_rule text,
  created_at timestamptz not null default business_now(),
  -- When the rule last changed; nobody was a member through it before.
  rule_changed_at timestamptz not null default business_now(),
  primary key (tenant_id, group_id)
);

-- Members by the id of their directory object: users, devices, groups. Distribution: tenant_id.
create table group_member (
  tenant_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  added_at timestamptz not null default business_now(),
  primary key (tenant_id, group_id, member_id)
);
create index group_member_by_member on group_member (tenant_id, member_id);
