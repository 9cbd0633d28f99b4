-- Chosen by somebody who reads more devices than the job may change: its rows name devices beyond its tags, and are for those
-- who read the whole tenant, and for its maker.
alter table device_job add column is_wide boolean not null default false;
