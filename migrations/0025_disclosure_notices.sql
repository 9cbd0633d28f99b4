-- When a notice was sent, under the name that other notices have.
alter table disclosure_notice rename column told_at to notified_at;
alter index disclosure_notice_untold rename to disclosure_notice_pending;
