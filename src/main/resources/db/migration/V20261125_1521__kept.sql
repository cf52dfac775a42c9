-- What a bulk verb could not do or take back, and why; and how many places there were when it was done, by quota.

alter table bulk_item
    add column places jsonb,
    add column why jsonb;
