-- What an enrolled device is asked at its next session, and enrollments that did not prove whose device they are.
alter table enrollment
  add column wipe text check (wipe in ('full', 'protected', 'keep-enrollment', 'keep-data')),
  add column sync_wanted boolean not null default false,
  -- It stated the DeviceID of another enrollment in force, and did not prove to be that device.
  add column shares_device_id boolean not null default false;

-- More than one may state the same DeviceID.
drop index enrollment_in_force;
create index enrollment_by_device on enrollment (tenant_id, device_id) where state <> 'ended';

-- The tag of its code: who may see it, and what its device gets unless the approver says otherwise.
alter table intake_submission add column group_tag text;
