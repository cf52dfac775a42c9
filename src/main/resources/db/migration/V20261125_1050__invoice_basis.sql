-- What organisers have handed to their ledger, so that nothing is invoiced twice or missed.

create table invoice_basis (
    edition_id uuid not null references edition,
    number integer not null check (number > 0),
    made_at timestamptz not null,
    made_by uuid not null references account,
    primary key (edition_id, number)
);
create index invoice_basis_account on invoice_basis (made_by);

-- A ticket or an extra that came to be sold (1), or that was and is not any longer (-1). Names are not kept here.
create table invoice_line (
    edition_id uuid not null,
    basis integer not null,
    position integer not null,
    order_id uuid not null,
    ticket_id uuid not null,
    extra_id uuid,
    quantity integer not null check (quantity in (1, -1)),
    price_minor bigint not null,
    currency text not null,
    vat_percent integer not null,
    vat_rule text not null check (vat_rule in ('standard', 'outside-scope', 'reverse-charge')),
    primary key (edition_id, basis, position),
    foreign key (edition_id, basis) references invoice_basis,
    foreign key (edition_id, order_id) references ticket_order,
    foreign key (edition_id, ticket_id) references ticket,
    foreign key (edition_id, extra_id) references extra
);
create index invoice_line_order on invoice_line (edition_id, order_id);
create index invoice_line_ticket on invoice_line (edition_id, ticket_id);
create index invoice_line_extra on invoice_line (edition_id, extra_id) where extra_id is not null;

-- how many reminders have gone out that names are missing
alter table ticket_order add column names_reminders integer not null default 0;
