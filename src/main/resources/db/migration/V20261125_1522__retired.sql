-- A question that is not asked any more, kept as long as its answers are.

alter table question add column retired boolean not null default false;
