-- Whoever registers or queues a second time sees the page that everybody sees, so that it tells nothing of the first
-- time; what is shown there takes no place. The letter says what holds.
alter table ticket add column shown_state text check (shown_state in ('valid', 'pending'));
alter table ticket add check (shown_state is null or state = 'cancelled');
alter table waiting add column shown boolean not null default false check (not shown or state = 'ended');
