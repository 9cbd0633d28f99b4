-- Whether the platform's operator lets an outside provider be in the own network.
alter table identity_provider add column own_network boolean not null default false;
