-- Whether a device may be assigned only to people of the tenant who have a licence.
alter table tenant add column assigned_user_must_exist boolean not null default false;
