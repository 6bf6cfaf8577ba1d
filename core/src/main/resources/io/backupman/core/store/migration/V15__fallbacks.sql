-- Deliveries through a fallback say so. Until now only their time told those that are to all destinations of a notifier,
-- which is not the report's, from those that were made with the report and ask the subscriptions. Those that name
-- their destination never ask, so they may stay as they are.
UPDATE deliveries SET made_by = 'fallback'
WHERE made_by = 'automatic' AND status <> 'delivered' AND destination = '*'
  AND created_at <> (SELECT r.created_at FROM reports r WHERE r.id = deliveries.report_id);
