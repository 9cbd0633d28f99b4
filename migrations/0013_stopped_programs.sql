-- Programs that a person has stopped: absent = it works. Neither it nor tokens that it has are taken any more.
alter table application add disabled_at timestamptz;

-- What a seed has given once and does not give again, so that what a person took away stays away.
-- Distribution: tenant_id.
create table seed_given (
  tenant_id uuid not null,
  kind text not null,
  subject text not null,
  given_at timestamptz not null default now(),
  primary key (tenant_id, kind, subject)
);
