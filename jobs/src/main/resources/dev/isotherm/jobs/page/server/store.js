// What the page knows: the same as the server's model, with the windows of those series whose
// charts were visible.

const COLUMNS = 7;
export const [START, END, MEAN, MIN, MAX, COUNT, REVISION] = [0, 1, 2, 3, 4, 5, 6];
const CHART_WINDOWS = 90;
const MOST_SPANS = 5000;

/** From the mildest to the worst. */
const RANK = {inactive: 0, pending: 1, flapping: 3, no_data: 4};
const STANDARD = ['info', 'warning', 'critical'];

/** The colour and the rank of severities, by their names. */
const severities = new Map();

/** Learns the severities of rules, from the mildest to the worst, as `Severities.tone` colours them. */
function learn(names) {
  names.forEach((name, i) => {
    const tone = i === names.length - 1 ? 'critical' : i === 0 && names.length > 2 ? 'other' : 'warning';
    const rank = tone === 'critical' ? 6 : tone === 'warning' ? 5 + i / names.length : 2;
    severities.set(name, {tone, rank});
  });
}

learn(STANDARD);

export const keyOf = (sensor, metric) => sensor + '\u0000' + metric;
const alertKey = (alert) => alert.rule + '\u0000' + keyOf(alert.sensor, alert.metric);

/** What an alert is shown as: its severity while it fires, else its state. */
export const levelOf = (alert) => alert.state === 'firing' ? alert.severity : alert.state;

/** The colour of a level. */
export const toneOf = (level) => severities.get(level)?.tone ?? 'other';

export const rankOf = (level) => severities.get(level)?.rank ?? RANK[level] ?? 1;

export class Store {
  constructor() {
    this.reset({series: [], latest: [], late: [], alerts: [], spans: [], rejected: []});
  }

  /** Replaces everything by a snapshot. */
  reset(snapshot) {
    this.series = new Map();
    this.byName = new Map();
    this.alerts = new Map();
    this.spans = new Map();
    this.spansBySeries = new Map();
    this.rejected = [];
    this.maxSeries = snapshot.maxSeries;
    this.dirty = new Set();
    this.apply({...snapshot, windows: snapshot.latest, gone: [], removed: [], again: []});
    this.orderChanged = true;
  }

  /** Applies an update. Each says what is, so it may be applied twice. */
  apply(update) {
    if (update.dataMillis !== undefined) {
      this.dataMillis = update.dataMillis;
    }
    for (const name of ['status', 'problem', 'forgottenSeries', 'forgottenAlerts', 'unreadable', 'firstUnreadable']) {
      this[name] = update[name];
    }
    this.severities = update.severities ?? STANDARD;
    learn(this.severities);
    this.#applySeries(update);
    this.#applyWindows(update);
    update.alerts.forEach((alert) => this.#applyAlert(alert));
    update.spans.forEach((span) => this.#applySpan(span));
    if (update.rejected) {
      this.rejected = update.rejected;
    }
  }

  #applySeries(update) {
    for (let i = 0; i < update.series.length; i += 3) {
      const [id, sensor, metric] = update.series.slice(i, i + 3);
      if (!this.series.has(id)) {
        const key = keyOf(sensor, metric);
        const one = {id, sensor, metric, key, points: [], loaded: false, late: 0, level: null, alerts: new Map()};
        for (const alert of this.alerts.values()) {
          if (keyOf(alert.sensor, alert.metric) === key) {
            one.alerts.set(alert.rule, alert);
          }
        }
        one.level = worstOf(one);
        this.series.set(id, one);
        this.byName.set(key, one);
        this.orderChanged = true;
      }
    }
    for (const id of update.gone) {
      const one = this.series.get(id);
      if (one) {
        this.series.delete(id);
        this.byName.delete(one.key);
        this.orderChanged = true;
      }
    }
    for (let i = 0; i < update.late.length; i += 2) {
      const one = this.series.get(update.late[i]);
      if (one) {
        one.late = update.late[i + 1];
      }
    }
  }

  #applyWindows(update) {
    const windows = update.windows;
    for (let i = 0; i < windows.length; i += COLUMNS + 1) {
      const one = this.series.get(windows[i]);
      if (one) {
        put(one, windows, i + 1);
        this.dirty.add(one.id);
      }
    }
    for (let i = 0; i < update.removed.length; i += 2) {
      const one = this.series.get(update.removed[i]);
      if (one) {
        remove(one, update.removed[i + 1]);
        this.dirty.add(one.id);
      }
    }
    for (const id of update.again) {
      const one = this.series.get(id);
      if (one) {
        one.loaded = false;
        this.dirty.add(id);
      }
    }
  }

  #applyAlert(alert) {
    const key = alertKey(alert);
    learnOf(alert, this.severities);
    if (alert.state) {
      this.alerts.set(key, alert);
    } else {
      this.alerts.delete(key);
    }
    const one = this.byName.get(keyOf(alert.sensor, alert.metric));
    if (one) {
      if (alert.state) {
        one.alerts.set(alert.rule, alert);
      } else {
        one.alerts.delete(alert.rule);
      }
      one.level = worstOf(one);
      this.dirty.add(one.id);
      this.orderChanged = true;
    }
  }

  #applySpan(span) {
    learnOf(span, this.severities);
    const series = keyOf(span.sensor, span.metric);
    const key = [span.rule, series, span.state, span.severity, span.from].join('\u0000');
    this.#forgetSpan(key);
    if (span.to === undefined || span.to > span.from) {
      span.level = levelOf(span);
      this.spans.set(key, span);
      let ofSeries = this.spansBySeries.get(series);
      if (!ofSeries) {
        this.spansBySeries.set(series, ofSeries = new Map());
      }
      ofSeries.set(key, span);
    }
    if (this.spans.size > MOST_SPANS) {
      this.#forgetSpan(this.spans.keys().next().value);
    }
  }

  #forgetSpan(key) {
    const span = this.spans.get(key);
    if (span) {
      this.spans.delete(key);
      const series = keyOf(span.sensor, span.metric);
      const left = this.spansBySeries.get(series);
      left.delete(key);
      if (left.size === 0) {
        this.spansBySeries.delete(series);
      }
    }
  }

  /** The times of a series in any alert. */
  spansOf(one) {
    return this.spansBySeries.get(one.key)?.values() ?? [];
  }

  /** Takes the windows of a chart from the server. What came meanwhile is newer. */
  load(id, points) {
    const one = this.series.get(id);
    if (one) {
      const newer = one.points;
      one.points = points;
      one.loaded = true;
      for (let i = 0; i < newer.length; i += COLUMNS) {
        put(one, newer, i);
      }
      this.dirty.add(id);
    }
  }

  /** Takes the ids of the series that have changed since this method was called before. */
  takeDirty() {
    const taken = this.dirty;
    this.dirty = new Set();
    return taken;
  }
}

/** An alert of earlier rules may have severities that those of now have not. */
function learnOf(alert, current) {
  if (alert.severities && !current.includes(alert.severity)) {
    learn(alert.severities);
    learn(current);
  }
}

function worstOf(one) {
  let worst = null;
  for (const alert of one.alerts.values()) {
    const level = levelOf(alert);
    if (worst === null || rankOf(level) > rankOf(worst)) {
      worst = level;
    }
  }
  return worst;
}

/** Adds or replaces the window at `from` of a flat array. Of a series without a chart, the last is kept. */
function put(one, windows, from) {
  const points = one.points;
  const start = windows[from];
  let at = points.length;
  while (at > 0 && points[at - COLUMNS] > start) {
    at -= COLUMNS;
  }
  if (at > 0 && points[at - COLUMNS] === start) {
    for (let i = 0; i < COLUMNS; i++) {
      points[at - COLUMNS + i] = windows[from + i];
    }
    return;
  }
  const point = windows.slice(from, from + COLUMNS);
  if (at === points.length) {
    points.push(...point);
  } else {
    points.splice(at, 0, ...point);
  }
  // Trimmed by a third at a time: each removal moves all that is left.
  if (points.length > 1.3 * CHART_WINDOWS * COLUMNS) {
    points.splice(0, points.length - CHART_WINDOWS * COLUMNS);
  }
}

function remove(one, start) {
  for (let at = 0; at < one.points.length; at += COLUMNS) {
    if (one.points[at] === start) {
      one.points.splice(at, COLUMNS);
      return;
    }
  }
}

export const columns = COLUMNS;

/** A column of the last window; undefined if there is none. */
export const last = (one, column) => one.points[one.points.length - COLUMNS + column];
