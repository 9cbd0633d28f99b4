-- People of a tenant. Distribution: tenant_id.
create table directory_user (
  tenant_id uuid not null,
  user_id uuid not null,
  user_principal_name text not null,
  name_key text not null generated always as (lower(user_principal_name)) stored,
  display_name text not null,
  -- argon2id in its own text form; null = the person cannot sign in with a password.
  password_hash text,
  roles text[] not null default '{}',
  licensed boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
create unique index directory_user_by_name on directory_user (tenant_id, name_key);
