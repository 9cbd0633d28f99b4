-- Whether the platform's operator lets an outside provider be in the private network.
alter table identity_provider add column private_network boolean not null default false;
