-- The record by which a device is associated: one in the whole installation. Distribution: claim.
create table record_claim (
  kind text not null,
  claim text not null,
  tenant_id uuid not null,
  record_id uuid not null,
  primary key (kind, claim)
);
create index record_claim_of on record_claim (tenant_id, record_id);
