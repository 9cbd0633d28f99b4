-- Fifty answers a day tell an honest tenant what it must know; more is for an operator to allow.
alter table tenant alter column cross_tenant_disclosures_per_day set default 50;
update tenant set cross_tenant_disclosures_per_day = 50 where cross_tenant_disclosures_per_day = 25000;

-- What is to be told to others than the one who imported: the owner of a device that another tenant has submitted, and
-- the platform's operators of a tenant whose answers are spent. Once a day for each subject. Distribution: tenant_id.
create table disclosure_notice (
  -- The owner, or the tenant whose answers are spent.
  tenant_id uuid not null,
  kind text not null check (kind in ('submitted-elsewhere', 'answers-spent')),
  -- The device, or the tenant itself.
  subject_id uuid not null,
  day date not null,
  told_at timestamptz,
  primary key (tenant_id, kind, subject_id)
);
create index disclosure_notice_untold on disclosure_notice (tenant_id) where told_at is null;
