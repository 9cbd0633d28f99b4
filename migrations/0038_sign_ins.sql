-- Which programs people are signed in to, from where: for the person, who ends them. Ids of grants and sessions are
-- credentials, so only their digests are here, as in protocol_state. Distribution: tenant_id.
create table sign_in (
  tenant_id uuid not null,
  grant_digest bytea not null,
  session_digest bytea,
  user_id uuid not null,
  application_id uuid not null,
  begun_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  address text not null,
  user_agent text not null,
  primary key (tenant_id, grant_digest)
);
create index sign_in_by_user on sign_in (tenant_id, user_id);
