-- Doors beside the lock on passwords, which strangers can hold shut.

-- How often an administrator has opened the locks of this person: counters of before are of no account any more.
alter table directory_user add column lock_generation integer not null default 0;

-- A passkey that is offered before any name is typed is found by its own id.
create unique index passkey_by_credential on passkey (tenant_id, credential_id);
