-- As Entra has it, an application signs in to a tenant only through a service principal there, and what it asks for
-- as itself is not yet given.
alter table application add column has_principal boolean not null default true;
alter table application add column requested_roles text[] not null default '{}';
