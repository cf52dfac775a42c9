-- Those whom an organiser chose one by one, to write to them. The id follows from who they are.

create table chosen_ticket (
    edition_id uuid not null references edition,
    id uuid not null,
    ticket_id uuid not null,
    primary key (edition_id, id, ticket_id),
    foreign key (edition_id, ticket_id) references ticket
);
create index chosen_ticket_ticket on chosen_ticket (edition_id, ticket_id);
