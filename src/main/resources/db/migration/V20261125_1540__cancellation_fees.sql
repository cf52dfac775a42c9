-- what whoever cancels still pays: as it stands for new orders, and as it stood for each when it was placed
alter table order_terms add column cancellation_fees jsonb not null default '{"steps": []}';
alter table ticket_order add column cancellation_fees jsonb not null default '{"steps": []}';

-- percent of the price that is owed for what is cancelled; half an öre is rounded up
alter table ticket add column fee_percent integer not null default 0 check (fee_percent between 0 and 100);
alter table ticket add column owed_minor bigint not null generated always as
    (case when state = 'cancelled' then (price_minor * fee_percent + 50) / 100 else price_minor end) stored;
alter table ticket_extra add column fee_percent integer not null default 0 check (fee_percent between 0 and 100);
alter table ticket_extra add column owed_minor bigint not null generated always as
    (case when given_back_at is not null then (price_minor * fee_percent + 50) / 100 else price_minor end) stored;
alter table invoice_line add column fee boolean not null default false;
