-- The audit trail: who did what to what, before and after. Append-only; a person's erasure empties before/after and
-- destroys the salt, so that the commitment stays and proves nothing about anybody.

create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    edition_id uuid,
    by_kind text not null,
    by_id text not null,
    by_name text not null,
    action text not null,
    subject_kind text not null,
    subject_id text not null,
    subject_name text not null,
    before jsonb,
    after jsonb,
    request text,
    salt bytea,
    commitment bytea not null
);
create index audit_of_edition on audit (edition_id, id desc);
create index audit_of_subject on audit (subject_kind, subject_id, id desc);
