-- The same form sent twice is known by its key; a key that comes back with other words is told apart by these digests.
-- They are made with the installation's key. What was sent before they existed has none.
alter table ticket_order add column form_digest text;
alter table waiting add column form_digest text;
