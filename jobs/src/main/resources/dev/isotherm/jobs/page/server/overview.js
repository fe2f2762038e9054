// The upper part of the page: alerts by severity, counters, active alerts, rejected messages.

import {byId, el, setText} from './dom.js';
import {count, duration, time, value, visible, wholeIfShort, word} from './format.js';
import {levelOf, rankOf, toneOf} from './store.js';

const MOST_ROWS = 100;
const STATES = ['pending', 'no_data', 'flapping'];

/** Text that is set again and again, by its place. */
const places = new Map();

function place(container, id, create) {
  if (!places.has(id)) {
    const made = create();
    container.append(made.root);
    places.set(id, made);
  }
  return places.get(id);
}

/** The name of a series, safe to show. */
export function seriesName(sensor, metric) {
  return [el('bdi', {className: wholeIfShort(sensor), textContent: visible(sensor)}), ' ',
    el('span', {className: 'note ' + wholeIfShort(metric), textContent: visible(metric)})];
}

export function badge(level) {
  return el('span', {className: 'badge', data: {level: toneOf(level)}, textContent: word(level)});
}

export function renderOverview(store, openSeries) {
  const alerts = [...store.alerts.values()];
  renderLevels(alerts, store);
  renderAlerts(alerts, store, openSeries);
  renderTiles(store);
  renderProblems(store);
  const firing = alerts.filter((alert) => alert.state === 'firing').length;
  document.title = (firing > 0 ? `(${firing}) ` : '') + 'Isotherm';
  setText(byId('source'), store.status ? `${store.status.topic}, windows of ${store.status.window}` : '');
}

/** The severities of the rules, the worst first, and others that alerts have. */
function levelsOf(alerts, store) {
  const others = alerts.map(levelOf).filter((level) => !STATES.includes(level) && !store.severities.includes(level));
  return [...[...store.severities].reverse(), ...new Set(others), ...STATES];
}

let levelsShown = '';

/** Makes the places of levels anew if there are other ones. */
function arrangeLevels(levels, store) {
  const text = levels.join();
  if (text === levelsShown) {
    return;
  }
  levelsShown = text;
  byId('levels').replaceChildren();
  [...places.keys()].filter((id) => id.startsWith('level-')).forEach((id) => places.delete(id));
  for (const tone of ['critical', 'warning', 'other']) {
    const names = store.severities.filter((name) => toneOf(name) === tone).reverse().map(word);
    byId('legend-' + tone).hidden = names.length === 0 && tone !== 'other';
    setText(byId('legend-' + tone), [...names, ...(tone === 'other' ? ['pending', 'no data or flapping'] : [])].join(', '));
  }
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function renderLevels(alerts, store) {
  const now = store.dataMillis;
  const levels = levelsOf(alerts, store);
  arrangeLevels(levels, store);
  for (const level of levels) {
    const made = place(byId('levels'), 'level-' + level, () => {
      const number = el('b', {textContent: '0'});
      const since = el('span', {className: 'note'});
      const root = el('div', {className: 'level', data: {level: toneOf(level)}}, el('span', {className: 'title', textContent: capital(word(level))}), number, since);
      root.id = 'level-' + level;
      return {root, number, since};
    });
    const those = alerts.filter((alert) => levelOf(alert) === level);
    const oldest = Math.min(...those.map((alert) => alert.since));
    made.root.classList.toggle('some', those.length > 0);
    setText(made.number, count(those.length));
    setText(made.since, those.length === 0 ? 'none' : `since ${time(oldest, now)}`);
  }
}

function renderTiles(store) {
  const status = store.status;
  const rejected = status ? Object.entries(status.rejected).sort((a, b) => b[1] - a[1]) : [];
  const leftOut = status?.left_out ?? [];
  const lateForAlerts = status?.late_for_alerts ?? 0;
  // An alert shows that messages had the metric of its rule, if only before the restart.
  const unmatched = (status?.unmatched ?? []).filter((name) =>
      ![...store.alerts.values()].some((alert) => name.startsWith(`rule ${alert.rule} on `)));
  tile('messages', 'Messages', status && count(status.messages), status ? `${count(status.accepted)} accepted, ${count(status.readings)} readings` : '');
  tile('rejected', 'Rejected', status && count(sum(rejected)), rejected.map(([reason, n]) => `${reason} ${count(n)}`).join(', ') || 'none');
  tile('late', 'Late readings', status && count(status.late) + (lateForAlerts ? ' / ' + count(lateForAlerts) : ''),
      status ? (lateForAlerts ? 'for averages / for alerts; ' : '') + `${count(status.aggregated)} in averages${status.implausible ? `, ${count(status.implausible)} implausible` : ''}${status.duplicates ? `, ${count(status.duplicates)} duplicates dropped` : ''}` : '');
  tile('left-out', 'Left out', status && count(leftOut.reduce((all, one) => all + one.count, 0)),
      leftOut.map((one) => `${visible(one.field)}: ${word(one.reason)} ${count(one.count)}`).join(', ')
      || (unmatched.length ? 'since the last start or restart, no message had ' + unmatched.map(visible).join(', ') : 'nothing'));
  tile('waiting', 'Waiting to be read', status && count(status.waiting), 'consumer lag, in offsets');
  tile('delay', 'Watermark delay', status && (status.watermark_lag_ms === undefined ? '–' : duration(status.watermark_lag_ms)),
      status?.closed_up_to ? `windows closed up to ${time(Date.parse(status.closed_up_to), store.dataMillis)}` : 'no window closed yet');
}

const sum = (entries) => entries.reduce((all, [, n]) => all + n, 0);

function tile(id, title, number, note) {
  const made = place(byId('tiles'), 'tile-' + id, () => {
    const main = el('b');
    const small = el('span', {className: 'note'});
    const root = el('div', {className: 'tile'}, el('dt', {textContent: title}), el('dd', {}, main, small));
    root.id = 'tile-' + id;
    return {root, main, small};
  });
  setText(made.main, number ?? '–');
  setText(made.small, note);
  made.small.title = note;
}

function renderProblems(store) {
  const sentences = [];
  if (store.problem) {
    sentences.push(store.problem);
  }
  if (store.status && !store.status.adds_up) {
    sentences.push('The counts of the stream do not add up: something got lost. See isotherm status.');
  }
  if (store.unreadable) {
    sentences.push(`${count(store.unreadable)} records cannot be read and are not shown. The first one: ${store.firstUnreadable}`);
  }
  if (store.forgottenSeries) {
    sentences.push(`There are more than ${count(store.maxSeries)} series: those that were updated longest ago are not shown (--max-series).`);
  }
  if (store.forgottenAlerts) {
    sentences.push(`There are too many active alerts: ${count(store.forgottenAlerts)} of them are not shown.`);
  }
  const box = byId('problems');
  const text = sentences.join('\n');
  if (box.dataset.text !== text) {
    box.dataset.text = text;
    box.replaceChildren(...sentences.map((sentence) => el('p', {textContent: visible(sentence)})));
  }
}

let rowsShown = '';

function renderAlerts(alerts, store, openSeries) {
  const now = store.dataMillis;
  alerts.sort((a, b) => rankOf(levelOf(b)) - rankOf(levelOf(a)) || a.since - b.since);
  const firing = alerts.filter((alert) => alert.state === 'firing').length;
  setText(byId('alerts-note'), alerts.length === 0 ? '' : `${count(firing)} firing of ${count(alerts.length)}`
      + (alerts.length > MOST_ROWS ? `; the first ${MOST_ROWS} are listed` : ''));
  const shown = alerts.slice(0, MOST_ROWS);
  const text = JSON.stringify(shown);
  if (text !== rowsShown || shown.length === 0) {
    rowsShown = text;
    fillAlerts(shown, now, openSeries);
  }
  for (const [i, cell] of document.querySelectorAll('#alert-rows .for').entries()) {
    setText(cell, 'for ' + duration(now - shown[i].since));
  }
}

function fillAlerts(alerts, now, openSeries) {
  const box = byId('alert-rows');
  if (alerts.length === 0) {
    box.replaceChildren(el('p', {className: 'empty', textContent: 'No alert is active.'}));
    return;
  }
  const focused = document.activeElement?.dataset?.alert;
  box.replaceChildren(el('table', {className: 'alerts'},
      el('thead', {}, el('tr', {}, header('Severity'), header('Series'), header('Rule', 'wide'), header('Value', 'number'), header('Since', 'number'))),
      el('tbody', {}, ...alerts.map((alert) => alertRow(alert, now, openSeries)))));
  if (focused) {
    [...box.querySelectorAll('[data-alert]')].find((button) => button.dataset.alert === focused)?.focus();
  }
}

export const header = (text, className = '') => el('th', {scope: 'col', className, textContent: text});

function alertRow(alert, now, openSeries) {
  const open = el('button', {type: 'button', className: 'open', data: {alert: [alert.rule, alert.sensor, alert.metric].join('\n')}},
      ...seriesName(alert.sensor, alert.metric));
  open.addEventListener('click', () => openSeries(alert.sensor, alert.metric));
  return el('tr', {},
      el('td', {}, badge(levelOf(alert))),
      el('td', {}, open, alert.summary ? el('span', {className: 'note', textContent: visible(alert.summary)}) : null),
      el('td', {className: 'wide'}, el('bdi', {className: wholeIfShort(alert.rule), textContent: visible(alert.rule)}), el('span', {className: 'note', textContent: word(alert.reason)})),
      el('td', {className: 'number'}, value(alert.value),
          alert.threshold === null ? null : el('span', {className: 'note', textContent: 'limit ' + value(alert.threshold)})),
      el('td', {className: 'number'}, time(alert.since, now), el('span', {className: 'note for'})));
}

let rejectedShown = null;

export function renderRejected(store) {
  if (store.rejected === rejectedShown) {
    return;
  }
  rejectedShown = store.rejected;
  setText(byId('rejected-note'), store.rejected.length === 0 ? '' : `the last ${store.rejected.length}, the newest first`);
  byId('rejected-rows').replaceChildren(rejectedTable(store.rejected, store.dataMillis));
}

export function rejectedTable(messages, now) {
  if (messages.length === 0) {
    return el('p', {className: 'empty', textContent: 'No message was rejected.'});
  }
  return el('table', {},
      el('thead', {}, el('tr', {}, header('Time'), header('Reason'), header('Message'), header('Where', 'wide'))),
      el('tbody', {}, ...messages.map((message) => el('tr', {},
          el('td', {className: 'whole', textContent: time(message.at, now)}),
          el('td', {}, el('span', {className: wholeIfShort(message.reason), textContent: visible(message.reason)}), el('span', {className: 'note', textContent: visible(message.detail)})),
          el('td', {}, el('code', {}, el('bdi', {textContent: visible(message.excerpt)}))),
          el('td', {className: 'wide note', textContent: visible(message.position)})))));
}
