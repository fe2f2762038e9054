// For each rule: when its alerts were in which state, and how long they fired.

import {byId, color, el, prepareCanvas, setText} from './dom.js';
import {count, duration, time, visible} from './format.js';
import {keyOf, rankOf, toneOf} from './store.js';

const LANE = 7;
const MOST_LANES = 8;
const MOST_RULES = 50;
const rows = new Map();

export function renderTimeline(store) {
  const box = byId('timeline-rows');
  const to = store.dataMillis;
  const byRule = new Map();
  for (const span of store.spans.values()) {
    if (!byRule.has(span.rule)) {
      byRule.set(span.rule, []);
    }
    byRule.get(span.rule).push(span);
  }
  let range = Number(byId('range').value);
  if (range === 0) {
    range = to - Math.min(to - 60000, ...[...store.spans.values()].map((span) => span.from));
  }
  const from = to - range;
  const shown = [...byRule].map(([rule, spans]) => summary(rule, spans, from, to))
      .sort((a, b) => b.firing - a.firing || (a.rule < b.rule ? -1 : 1)).slice(0, MOST_RULES);
  for (const [rule, row] of rows) {
    if (!shown.some((one) => one.rule === rule)) {
      row.root.remove();
      rows.delete(rule);
    }
  }
  renderEmpty(box, shown.length === 0);
  shown.forEach((one, place) => {
    const row = rows.get(one.rule) ?? createRow(one.rule);
    if (box.children[place] !== row.root) {
      box.insertBefore(row.root, box.children[place] ?? null);
    }
    fill(row, one, from, to);
  });
  renderAxis(box, from, to, shown.length > 0);
}

/** What a rule did in a time. */
function summary(rule, spans, from, to) {
  let firing = 0;
  const fired = new Set(); // an alert that gets worse or milder is the same alert
  let now = 0;
  const seen = spans.filter((span) => (span.to ?? to) > from && span.from <= to);
  for (const span of seen) {
    if (span.state === 'firing') {
      firing += Math.min(span.to ?? to, to) - Math.max(span.from, from);
      fired.add(keyOf(span.sensor, span.metric) + '\u0000' + span.since);
      now += span.to === undefined ? 1 : 0;
    }
  }
  return {rule, spans: seen, firing, times: fired.size, now};
}

function createRow(rule) {
  const note = el('span', {className: 'note'});
  const canvas = el('canvas', {role: 'img'});
  const root = el('div', {className: 'rule'},
      el('div', {}, el('bdi', {className: 'name', textContent: visible(rule), title: visible(rule)}), el('br'), note),
      el('div', {}, canvas));
  const row = {root, note, canvas};
  rows.set(rule, row);
  return row;
}

function fill(row, one, from, to) {
  const text = one.times === 0 ? 'not firing in this time'
      : `fired ${count(one.times)}×, ${duration(one.firing)} in all` + (one.now > 0 ? `, ${count(one.now)} now` : '');
  setText(row.note, text);
  row.canvas.setAttribute('aria-label', text);
  const lanes = new Map();
  for (const span of one.spans) {
    const key = keyOf(span.sensor, span.metric);
    if (!lanes.has(key)) {
      lanes.set(key, Math.min(lanes.size, MOST_LANES - 1));
    }
  }
  const height = Math.max(3, Math.min(lanes.size, MOST_LANES)) * LANE + 4;
  const width = row.canvas.parentElement.clientWidth;
  const context = prepareCanvas(row.canvas, width, height);
  context.fillStyle = color('back');
  context.fillRect(0, 0, width, height);
  const x = (millis) => Math.max(0, Math.min(1, (millis - from) / (to - from))) * width;
  for (const span of one.spans.sort((a, b) => rankOf(a.level) - rankOf(b.level))) {
    const left = x(span.from);
    context.fillStyle = color(toneOf(span.level));
    context.fillRect(left, 2 + lanes.get(keyOf(span.sensor, span.metric)) * LANE, Math.max(2, x(span.to ?? to) - left), LANE - 2);
  }
}

let axis = null;
let empty = null;

function renderAxis(box, from, to, isShown) {
  axis ??= {left: el('span'), middle: el('span'), right: el('span')};
  if (!axis.root) {
    axis.line = el('div', {className: 'note'}, axis.left, axis.middle, axis.right);
    axis.line.style.display = 'flex';
    axis.line.style.justifyContent = 'space-between';
    axis.root = el('div', {className: 'rule axis'}, el('span'), axis.line);
  }
  if (isShown && box.lastChild !== axis.root) {
    box.append(axis.root);
  } else if (!isShown) {
    axis.root.remove();
  }
  setText(axis.left, isShown ? time(from, to) : '');
  setText(axis.middle, isShown ? time((from + to) / 2, to) : '');
  setText(axis.right, isShown ? time(to, to) : '');
}

function renderEmpty(box, isShown) {
  empty ??= el('p', {className: 'empty', textContent: 'No rule has fired yet.'});
  if (isShown && !empty.isConnected) {
    box.append(empty);
  } else if (!isShown) {
    empty.remove();
  }
}
