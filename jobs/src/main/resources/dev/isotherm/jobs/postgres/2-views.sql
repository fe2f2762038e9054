-- Alerts that are not over.
CREATE VIEW current_alerts AS
SELECT rule, sensor_id, metric, severity, state, since, at, value, threshold, summary, labels
FROM alerts
WHERE state IN ('pending', 'firing', 'no_data', 'flapping');

-- When alerts fired, at which severity, for how long. A transition that was taken back after a
-- crash does not count.
CREATE VIEW firing_periods AS
SELECT rule, sensor_id, metric, severity, at AS started_at, ended_at, ended_at - at AS duration
FROM (
  SELECT *, lead(at) OVER alert AS ended_at
  FROM transitions t
  WHERE NOT EXISTS (
    SELECT FROM transitions b
    WHERE b.reason = 'taken_back'
      AND b.rule = t.rule AND b.sensor_id = t.sensor_id AND b.metric = t.metric
      AND b.at = t.at AND b.repeat = t.repeat AND b.previous = t.state
      AND b.ordinal > t.ordinal)
  WINDOW alert AS (PARTITION BY rule, sensor_id, metric ORDER BY at, repeat, ordinal)
) counted
WHERE state = 'firing' AND (ended_at IS NULL OR ended_at > at);
