-- By their numbers, such as {"50": 20.1, "95": 24.9}; empty if none were asked for.
ALTER TABLE averages ADD COLUMN percentiles jsonb;

-- How many readings the sensor table expects; empty if it does not say.
ALTER TABLE averages ADD COLUMN expected bigint;
