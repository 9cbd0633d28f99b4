-- Who owns a group, and whether it was made to carry roles: kept as they are given, and no right follows from either.
alter table directory_group add column is_assignable_to_role boolean;

-- People, and service principals by the id of their object. Distribution: tenant_id.
create table group_owner (
  tenant_id uuid not null,
  group_id uuid not null,
  owner_id uuid not null,
  added_at timestamptz not null default business_now(),
  primary key (tenant_id, group_id, owner_id)
);
