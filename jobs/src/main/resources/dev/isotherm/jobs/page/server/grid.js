// The series as small multiples. Only cards that are visible, or nearly so, exist.

import {byId, el, setText} from './dom.js';
import {loadCharts} from './feed.js';
import {count, value, visible, word} from './format.js';
import {drawSpark} from './spark.js';
import {columns, END, last, MEAN, rankOf, START, toneOf} from './store.js';

const LEAST_WIDTH = 236;
const HEIGHT = 116;
const GAP = 10;
const CHART_HEIGHT = 52;
const SIDES = 28;
const WINDOWS = 90;
const ROWS_BEYOND = 1;
const SORT_MILLIS = 1000;
const REQUEST_MILLIS = 60;

const collator = new Intl.Collator('en', {numeric: true});

export class Grid {
  constructor(store, openSeries) {
    this.store = store;
    this.openSeries = openSeries;
    this.root = byId('grid');
    this.cards = new Map(); // by id of the series
    this.spare = [];
    this.order = [];
    this.focusIndex = 0;
    this.requested = new Set();
    this.sorted = 0;
    for (const id of ['search', 'filter', 'sort']) {
      byId(id).addEventListener('input', () => this.arrange());
    }
    this.root.addEventListener('keydown', (event) => this.#onKey(event));
    this.root.addEventListener('focusin', (event) => {
      const card = event.target.closest('.card');
      this.focusIndex = card ? Number(card.dataset.index) : this.focusIndex;
    });
    addEventListener('scroll', () => this.schedule(), {passive: true});
    new ResizeObserver(() => this.#measure()).observe(this.root);
    this.#measure();
  }

  #measure() {
    const width = this.root.clientWidth;
    if (width !== this.width) {
      this.width = width;
      this.perRow = Math.max(1, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)));
      this.cardWidth = (width - (this.perRow - 1) * GAP) / this.perRow;
      this.#place();
      this.redraw();
    }
  }

  /** Chooses and sorts the series. */
  arrange() {
    const sought = byId('search').value.trim().toLowerCase().split(/\s+/).filter((part) => part);
    const filter = byId('filter').value;
    const sort = byId('sort').value;
    const chosen = [];
    for (const one of this.store.series.values()) {
      const text = (one.sensor + ' ' + one.metric).toLowerCase();
      const fits = filter === 'all' || (filter === 'firing' ? rankOf(one.level) >= 4 : one.level !== null);
      if (fits && sought.every((part) => text.includes(part))) {
        chosen.push(one);
      }
    }
    const byName = (a, b) => collator.compare(a.sensor, b.sensor) || collator.compare(a.metric, b.metric);
    const level = (one) => one.level === null ? 0 : rankOf(one.level);
    const orders = {
      name: byName,
      severity: (a, b) => level(b) - level(a) || byName(a, b),
      updated: (a, b) => (last(b, END) ?? 0) - (last(a, END) ?? 0) || byName(a, b),
    };
    this.order = chosen.sort(orders[sort]);
    this.store.orderChanged = false;
    this.sorted = performance.now();
    const all = this.store.series.size;
    setText(byId('series-note'), chosen.length === all ? `${count(all)} series` : `${count(chosen.length)} of ${count(all)} series`);
    const empty = byId('grid-empty');
    empty.hidden = chosen.length > 0;
    setText(empty, all === 0 ? 'No averages yet. They come when the first windows close.' : 'No series fits.');
    this.#place();
  }

  /** Shows what has changed. */
  update() {
    if (this.store.orderChanged && performance.now() - this.sorted > SORT_MILLIS) {
      this.arrange();
    }
    for (const id of this.store.takeDirty()) {
      const card = this.cards.get(id);
      if (card) {
        card.stale = true;
      }
    }
    this.schedule();
  }

  /** Draws all visible cards again. */
  redraw() {
    this.cards.forEach((card) => card.stale = true);
    this.schedule();
  }

  schedule() {
    if (!this.scheduled) {
      this.scheduled = true;
      requestAnimationFrame(() => {
        this.scheduled = false;
        this.#place();
        this.#draw();
      });
    }
  }

  #place() {
    const rows = Math.ceil(this.order.length / this.perRow);
    const height = Math.max(0, rows * (HEIGHT + GAP) - GAP) + 'px';
    if (this.root.style.height !== height) {
      this.root.style.height = height;
    }
    const top = this.root.getBoundingClientRect().top;
    const firstRow = Math.max(0, Math.floor(-top / (HEIGHT + GAP)) - ROWS_BEYOND);
    const lastRow = Math.ceil((innerHeight - top) / (HEIGHT + GAP)) + ROWS_BEYOND;
    const shown = new Map();
    for (let i = firstRow * this.perRow; i < Math.min(this.order.length, lastRow * this.perRow); i++) {
      shown.set(this.order[i].id, i);
    }
    for (const [id, card] of this.cards) {
      if (!shown.has(id) || this.store.series.get(id) !== card.one) {
        this.cards.delete(id);
        this.spare.push(card);
      }
    }
    for (const [id, index] of shown) {
      this.#placeCard(this.cards.get(id) ?? this.#card(this.order[index]), index);
    }
    for (const card of this.spare) {
      card.root.remove();
    }
    this.spare.length = Math.min(this.spare.length, 60);
    this.#requestSoon();
  }

  #card(one) {
    const card = this.spare.pop() ?? create();
    card.one = one;
    card.stale = true;
    card.root.href = hrefOf(one.sensor, one.metric);
    card.name.title = visible(one.sensor);
    setText(card.name, visible(one.sensor));
    setText(card.metric, visible(one.metric));
    card.root.onclick = (event) => {
      event.preventDefault();
      this.openSeries(one.sensor, one.metric);
    };
    this.cards.set(one.id, card);
    return card;
  }

  #placeCard(card, index) {
    const x = (index % this.perRow) * (this.cardWidth + GAP);
    const y = Math.floor(index / this.perRow) * (HEIGHT + GAP);
    const place = `translate(${x}px, ${y}px)`;
    if (card.place !== place || card.width !== this.cardWidth) {
      card.place = place;
      card.width = this.cardWidth;
      card.root.style.transform = place;
      card.root.style.width = this.cardWidth + 'px';
    }
    card.root.dataset.index = index;
    card.root.tabIndex = index === this.focusIndex || (this.focusIndex >= this.order.length && index === 0) ? 0 : -1;
    if (!card.root.isConnected) {
      this.root.append(card.root);
    }
  }

  /** While the page scrolls, the charts of several rows are loaded at once. */
  #requestSoon() {
    this.requesting ??= setTimeout(() => {
      this.requesting = null;
      this.#request();
    }, REQUEST_MILLIS);
  }

  /** Loads the windows of charts that are visible for the first time. */
  async #request() {
    const wanted = [...this.cards.keys()].filter((id) => !this.store.series.get(id)?.loaded && !this.requested.has(id));
    if (wanted.length === 0) {
      return;
    }
    wanted.forEach((id) => this.requested.add(id));
    try {
      const charts = await loadCharts(wanted);
      for (const [id, points] of Object.entries(charts)) {
        this.store.load(Number(id), points);
      }
      this.update();
    } catch (lost) {
      // The feed says that the connection is lost. The next drawing asks again.
    } finally {
      wanted.forEach((id) => this.requested.delete(id));
    }
  }

  #draw() {
    const [from, to] = this.#range();
    const now = this.store.dataMillis;
    const width = this.cardWidth - SIDES;
    for (const card of this.cards.values()) {
      if (card.stale || card.from !== from || card.to !== to || card.now !== now) {
        card.stale = false;
        [card.from, card.to, card.now] = [from, to, now];
        const one = card.one;
        setText(card.value, value(last(one, MEAN)));
        const level = one.level;
        card.root.dataset.level = level === null ? '' : toneOf(level);
        card.badge.dataset.level = level === null ? '' : toneOf(level);
        card.badge.hidden = level === null;
        setText(card.badge, level === null ? '' : word(level));
        drawSpark(card.canvas, width, CHART_HEIGHT, one, this.store.spansOf(one), from, to, now);
      }
    }
  }

  /** All charts have one time axis: the last windows, by the usual distance of two windows. */
  #range() {
    let to = this.store.dataMillis ?? 0; // the last window may end later
    const steps = [];
    let earliest = to;
    for (const {one} of this.cards.values()) {
      const n = one.points.length;
      if (n >= 2 * columns) {
        steps.push(one.points[n - columns + START] - one.points[n - 2 * columns + START]);
      } else if (n > 0) {
        steps.push(one.points[END] - one.points[START]);
      }
      earliest = n > 0 ? Math.min(earliest, one.points[START]) : earliest;
      to = n > 0 ? Math.max(to, last(one, END)) : to;
    }
    steps.sort((a, b) => a - b);
    const step = steps[Math.floor(steps.length / 2)] ?? 1000;
    return [Math.min(Math.max(to - WINDOWS * step, earliest), to - 12 * step), to];
  }

  #onKey(event) {
    const steps = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.perRow, ArrowDown: this.perRow};
    let index = this.focusIndex + (steps[event.key] ?? 0);
    if (event.key === 'Home') {
      index = 0;
    } else if (event.key === 'End') {
      index = this.order.length - 1;
    } else if (!(event.key in steps)) {
      return;
    }
    event.preventDefault();
    if (index >= 0 && index < this.order.length) {
      this.focusIndex = index;
      const top = this.root.getBoundingClientRect().top + Math.floor(index / this.perRow) * (HEIGHT + GAP);
      if (top < 70 || top + HEIGHT > innerHeight) {
        scrollBy({top: top < 70 ? top - 70 : top + HEIGHT + GAP - innerHeight, behavior: 'instant'});
      }
      this.#place();
      this.cards.get(this.order[index].id)?.root.focus({preventScroll: true});
    }
  }
}

/** The address of a series within the page. */
export const hrefOf = (sensor, metric) => '#' + new URLSearchParams({sensor, metric});

function create() {
  const name = el('bdi', {className: 'name'});
  const number = el('span', {className: 'value'});
  const metric = el('bdi', {className: 'metric'});
  const badge = el('span', {className: 'badge', hidden: true});
  const canvas = el('canvas', {'aria-hidden': 'true'});
  const root = el('a', {className: 'card', role: 'listitem'},
      el('span', {className: 'top'}, name, number), el('span', {className: 'sub'}, metric, badge), canvas);
  return {root, name, value: number, metric, badge, canvas};
}
