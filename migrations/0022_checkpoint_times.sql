-- Each server keeps a copy of what any server has signed since it last looked.
create index audit_checkpoint_by_time on audit_checkpoint (at);
