-- A letter is written when it is sent: its row says to whom, of what kind and about what (ids), and holds no words and no
-- secret. A row that is due and queued is claimed by a sender; due_at is then the end of the sender's lease.

alter table mail
    add column reference jsonb not null default '{}',
    add column due_at timestamptz not null default now(),
    add column schedule_id uuid,
    add column schedule_recipient uuid,
    drop constraint mail_state_check,
    add constraint mail_state_check check
        (state in ('held', 'queued', 'sending', 'sent', 'failed', 'bounced', 'dropped', 'cancelled')),
    add check ((schedule_id is null) = (schedule_recipient is null));

-- what waits from before is found again by its address; else it is dropped, and can be seen
update mail set reference = jsonb_build_object('ticket', (
    select ticket.id from ticket join person on person.id = ticket.person_id
    where ticket.edition_id = mail.edition_id and person.email = mail.recipient
    order by abs(extract(epoch from ticket.created_at - mail.created_at))
    limit 1))
where state = 'queued' and kind in ('registration', 'links');
update mail set state = 'dropped' where state = 'queued' and reference ->> 'ticket' is null;

alter table mail
    drop column sender_name,
    drop column subject,
    drop column body_text,
    drop column body_html,
    drop column attachments;

drop index mail_waiting;
-- somebody signing in goes first, what was scheduled for everybody last
create index mail_waiting on mail ((edition_id is not null), (schedule_id is not null), due_at)
    where state in ('queued', 'sending');
create unique index mail_once on mail (schedule_id, schedule_recipient) where schedule_id is not null;
create index mail_of_edition on mail (edition_id, created_at desc, id);
create index mail_bounced on mail (edition_id, lower(recipient)) where state = 'bounced';

delete from scheduled_tasks where task_name = 'send-mail';

-- What an organiser wrote instead of the standard; a language that is empty keeps the standard.
create table mail_template (
    edition_id uuid not null,
    kind text not null,
    subject jsonb not null,
    body jsonb not null,
    version integer not null default 1,
    changed_at timestamptz not null default now(),
    primary key (edition_id, kind)
);

-- A letter to many at a time: so many days before the first day, or at a moment.
create table mail_schedule (
    edition_id uuid not null,
    id uuid not null,
    audience text not null,
    days_before integer check (days_before between 0 and 365),
    time_of_day time,
    moment timestamptz,
    subject jsonb not null,
    body jsonb not null,
    held boolean not null,
    state text not null default 'waiting' check (state in ('waiting', 'staging', 'done', 'stopped')),
    reached uuid,
    staged integer not null default 0,
    created_at timestamptz not null default now(),
    primary key (edition_id, id),
    check (num_nonnulls(days_before, moment) = 1 and (days_before is null) = (time_of_day is null))
);
create index mail_schedule_open on mail_schedule (state) where state in ('waiting', 'staging');

-- the token of a sign-in link follows from its id and the installation's key
alter table sign_in_token add column id uuid not null unique default gen_random_uuid();
