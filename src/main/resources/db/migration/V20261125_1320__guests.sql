-- A code that somebody got for a role or by name: one for each address and ticket type.
alter table code
    add column guest_name text,
    add column guest_email text,
    add check ((guest_name is null) = (guest_email is null));
create unique index code_guest on code (edition_id, lower(guest_email), ticket_types)
    where guest_email is not null and revoked_at is null;
