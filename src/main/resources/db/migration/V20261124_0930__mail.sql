-- The outbox: a mail is written in the transaction of what it tells about and sent by a job afterwards.

create table mail (
    id uuid primary key,
    edition_id uuid,
    kind text not null,
    sender_name text not null,
    recipient text not null,
    recipient_name text not null,
    subject text not null,
    body_text text not null,
    body_html text not null,
    language text not null,
    attachments jsonb not null default '[]',
    state text not null default 'queued' check (state in ('held', 'queued', 'sent', 'failed')),
    created_at timestamptz not null default now(),
    sent_at timestamptz,
    attempts integer not null default 0,
    last_error text
);
create index mail_waiting on mail (created_at) where state = 'queued';
create index mail_recent on mail (created_at desc);
