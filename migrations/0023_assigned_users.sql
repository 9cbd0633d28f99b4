-- Whether a device may be assigned only to users of the tenant who have a license.
alter table tenant add column assigned_user_must_exist boolean not null default false;
