// One series: its history with the limits of its rules, its alerts and its revisions.

import {byId, color, el} from './dom.js';
import {loadSeries} from './feed.js';
import {axisTimes, count, duration, time, value, visible, wholeIfShort, word} from './format.js';
import {badge, header, rejectedTable} from './overview.js';
import {keyOf, levelOf, rankOf, toneOf} from './store.js';

const COLUMNS = 8;
const STDDEV = 7;
const MOST_ROWS = 50;
const RELOAD_MILLIS = 1000;

export class Detail {
  constructor(store) {
    this.store = store;
    this.dialog = byId('detail');
    this.dialog.addEventListener('close', () => this.#closed());
    this.dialog.addEventListener('click', (event) => {
      if (event.target === this.dialog) {
        this.dialog.close();
      }
    });
  }

  /** Opens the series of the address, or closes. */
  async show(sensor, metric) {
    if (sensor === null || metric === null) {
      this.dialog.close();
      return;
    }
    this.wanted = keyOf(sensor, metric);
    this.#build(sensor, metric);
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    await Promise.all([loadPlot(), this.#reload()]);
  }

  isOpen() {
    return this.dialog.open;
  }

  /** Called after each event. */
  update() {
    if (this.dialog.open && performance.now() - (this.loadedAt ?? 0) > RELOAD_MILLIS) {
      this.#reload();
    }
  }

  #closed() {
    this.plot?.destroy();
    this.plot = null;
    this.wanted = null;
    if (location.hash.includes('sensor=')) {
      history.replaceState(null, '', location.pathname);
    }
  }

  #build(sensor, metric) {
    this.plot?.destroy();
    this.plot = null;
    const title = el('h2', {}, el('bdi', {textContent: visible(sensor)}), ' ', el('span', {className: 'note', textContent: visible(metric)}));
    title.id = 'detail-title';
    const close = el('button', {type: 'button', className: 'button', textContent: 'Close'});
    close.addEventListener('click', () => this.dialog.close());
    this.badges = el('span');
    this.facts = el('dl', {className: 'facts'});
    this.chart = el('div', {className: 'chart'});
    this.text = el('p', {className: 'note detail-text'});
    this.rest = el('div');
    this.dialog.replaceChildren(el('div', {className: 'detail-head'}, title, this.badges, close),
        this.facts, this.chart, this.text, this.rest);
  }

  async #reload() {
    this.loadedAt = performance.now();
    const one = this.store.byName.get(this.wanted);
    const loaded = one ? await loadSeries(one.id).catch(() => null) : null;
    if (!this.dialog.open || this.wanted !== one?.key) {
      if (!one && this.dialog.open) {
        this.text.textContent = 'There are no averages of this series (yet).';
      }
      return;
    }
    if (loaded !== null) {
      await loadPlot();
      this.#fill(one, loaded);
    }
  }

  #fill(one, loaded) {
    const windows = [];
    for (let i = 0; i < loaded.windows.length; i += COLUMNS) {
      windows.push(loaded.windows.slice(i, i + COLUMNS));
    }
    const spans = [...this.store.spansOf(one)].sort((a, b) => b.from - a.from);
    const alerts = [...one.alerts.values()].sort((a, b) => rankOf(levelOf(b)) - rankOf(levelOf(a)));
    this.badges.replaceChildren(...alerts.map((alert) => badge(levelOf(alert))));
    this.#fillFacts(windows, loaded);
    this.#plot(windows, loaded.limits, spans);
    this.#fillText(windows, loaded.limits);
    this.#fillRest(one, windows, spans);
  }

  #fillFacts(windows, loaded) {
    const latest = windows[windows.length - 1];
    const revised = windows.filter((window) => window[6] > 0).length;
    const facts = latest ? [['Mean', value(latest[2])], ['Minimum', value(latest[3])], ['Maximum', value(latest[4])],
      ['Std. deviation', value(latest[STDDEV])], ['Readings', count(latest[5])]] : [];
    facts.push(['Windows kept', count(windows.length)], ['Of them revised', count(revised)], ['Late readings', count(loaded.late)]);
    this.facts.replaceChildren(...facts.map(([name, text]) => el('div', {}, el('dt', {textContent: name}), el('dd', {textContent: text}))));
  }

  #fillText(windows, limits) {
    const current = limits.filter((limit) => limit.to === undefined)
        .map((limit) => `${visible(limit.rule)}: ${limit.severity} ${limit.kind} ${limit.values.map(value).join(' to ')}`);
    const latest = windows[windows.length - 1];
    this.text.textContent = (latest ? `The last window is ${time(latest[0])} to ${time(latest[1], latest[0])}. ` : '')
        + (current.length ? 'Limits: ' + current.join('; ') + '. ' : 'No rule with a limit watches this series. ')
        + 'Drag to zoom, double-click to see all.';
  }

  #fillRest(one, windows, spans) {
    const now = this.store.dataMillis;
    const rejected = this.store.rejected.filter((message) => message.excerpt.includes(one.sensor));
    const scrolled = [...this.rest.querySelectorAll('.scroll')].map((box) => box.scrollTop);
    this.rest.replaceChildren(
        part('Alerts', spans.length === 0 ? null : el('table', {},
            el('thead', {}, el('tr', {}, header('State'), header('Rule'), header('From', 'number'), header('For', 'number'))),
            el('tbody', {}, ...spans.slice(0, MOST_ROWS).map((span) => el('tr', {},
                el('td', {}, badge(span.level)),
                el('td', {}, el('bdi', {className: wholeIfShort(span.rule), textContent: visible(span.rule)})),
                el('td', {className: 'number', textContent: time(span.from, now)}),
                el('td', {className: 'number', textContent: duration((span.to ?? now) - span.from) + (span.to === undefined ? ', still' : '')})))))),
        part('Latest windows', windows.length === 0 ? null : el('table', {},
            el('thead', {}, el('tr', {}, header('From'), header('Mean', 'number'), header('Min', 'number'), header('Max', 'number'),
                header('Readings', 'number'), header('Revision', 'number'))),
            el('tbody', {}, ...windows.slice(-MOST_ROWS).reverse().map((window) => el('tr', {},
                el('td', {className: 'whole', textContent: time(window[0], now)}),
                ...[2, 3, 4].map((column) => el('td', {className: 'number', textContent: value(window[column])})),
                el('td', {className: 'number', textContent: count(window[5])}),
                el('td', {className: 'number', textContent: count(window[6])})))))),
        rejected.length === 0 ? '' : part('Rejected messages that name the sensor', rejectedTable(rejected, now)));
    [...this.rest.querySelectorAll('.scroll')].forEach((box, i) => box.scrollTop = scrolled[i] ?? 0);
  }

  #plot(windows, limits, spans) {
    const data = [windows.map((w) => (w[0] + w[1]) / 2000), windows.map((w) => w[4]), windows.map((w) => w[3]), windows.map((w) => w[2])];
    this.drawn = {windows, limits, spans};
    if (this.plot) {
      const all = this.plot.data[0];
      const zoomed = this.plot.scales.x.min > all[0] || this.plot.scales.x.max < all[all.length - 1];
      this.plot.setData(data, !zoomed);
      if (zoomed) {
        this.plot.redraw();
      }
    } else if (windows.length > 0) {
      this.plot = new uPlot(this.#options(), data, this.chart);
      new ResizeObserver(() => this.plot?.setSize(this.#size())).observe(this.chart);
    }
  }

  #size() {
    return {width: Math.max(260, this.chart.clientWidth - 20), height: 320};
  }

  #options() {
    const line = (label, stroke, width) => ({label, stroke, width, points: {show: (plot) => plot.data[0].length === 1, size: 6, fill: stroke}, value: (plot, number) => value(number)});
    const axis = {stroke: () => color('muted'), grid: {stroke: () => color('line'), width: 1}, ticks: {stroke: () => color('line')}};
    return {
      ...this.#size(),
      scales: {x: {range: (plot, low, high) => plot.data[0].length === 1 ? this.#onlyWindow() : [low, high]}, y: {range: (plot, low, high) => this.#range(low, high)}},
      series: [{label: 'Time', value: (plot, seconds) => seconds === null ? '–' : time(seconds * 1000)},
        line('Maximum', () => color('edge'), 1), line('Minimum', () => color('edge'), 1), line('Mean', () => color('mean'), 2)],
      bands: [{series: [1, 2], fill: () => color('band')}],
      axes: [{...axis, values: (plot, ticks, at, space, step) => axisTimes(ticks.map((tick) => tick * 1000), step)}, {...axis, size: 62, values: (plot, ticks) => ticks.map((tick) => tick === null ? '' : String(+tick.toPrecision(8)))}],
      cursor: {points: {size: 7}},
      hooks: {drawClear: [(plot) => this.#drawSpans(plot)], draw: [(plot) => this.#drawLimits(plot)]},
    };
  }

  /** The axis of a series with one window. */
  #onlyWindow() {
    const [from, to] = this.drawn.windows[0];
    return [from / 1000, to / 1000];
  }

  /** Limits are shown if they are near the values. */
  #range(low, high) {
    const room = (high - low) * 0.08 || 1;
    let [from, to] = [low - room, high + room];
    for (const limit of this.drawn.limits) {
      for (const number of limit.values) {
        if (number > low - 2 * (high - low) - 1 && number < high + 2 * (high - low) + 1) {
          from = Math.min(from, number - room);
          to = Math.max(to, number + room);
        }
      }
    }
    return [from, to];
  }

  #drawSpans(plot) {
    const {left, top, width, height} = plot.bbox;
    const {ctx} = plot;
    for (const span of this.drawn.spans) {
      const from = Math.max(left, plot.valToPos(span.from / 1000, 'x', true));
      const to = Math.min(left + width, plot.valToPos((span.to ?? this.store.dataMillis) / 1000, 'x', true));
      if (to >= left && from <= left + width) {
        ctx.fillStyle = color(toneOf(span.level) + '-fill');
        ctx.fillRect(from, top, Math.max(2, to - from), height);
      }
    }
  }

  #drawLimits(plot) {
    const {ctx} = plot;
    const {left, top, width, height} = plot.bbox;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    [ctx.textAlign, ctx.textBaseline] = ['left', 'alphabetic'];
    ctx.font = `${12 * ratio}px system-ui, sans-serif`;
    for (const limit of this.drawn.limits) {
      const from = limit.from === undefined ? left : Math.max(left, plot.valToPos(limit.from / 1000, 'x', true));
      const to = limit.to === undefined ? left + width : Math.min(left + width, plot.valToPos(limit.to / 1000, 'x', true));
      if (to <= from) {
        continue;
      }
      for (const number of limit.values) {
        const y = Math.round(plot.valToPos(number, 'y', true)) + 0.5;
        ctx.strokeStyle = ctx.fillStyle = color(toneOf(limit.severity));
        ctx.lineWidth = 1.5 * ratio;
        ctx.setLineDash([6 * ratio, 4 * ratio]);
        ctx.beginPath();
        ctx.moveTo(from, y);
        ctx.lineTo(to, y);
        ctx.stroke();
        ctx.setLineDash([]);
        label(ctx, `${word(limit.severity)} ${limit.kind} ${value(number)}`, from + 6 * ratio, y - 5 * ratio, ratio);
      }
    }
    ctx.setLineDash([]);
    this.#drawRevisions(plot, ratio);
    ctx.restore();
  }

  /** A ring around the mean of each window that was revised. */
  #drawRevisions(plot, ratio) {
    const {ctx} = plot;
    ctx.strokeStyle = color('mean');
    ctx.fillStyle = color('surface');
    ctx.lineWidth = 1.5 * ratio;
    for (const window of this.drawn.windows) {
      if (window[6] > 0) {
        ctx.beginPath();
        ctx.arc(plot.valToPos((window[0] + window[1]) / 2000, 'x', true), plot.valToPos(window[2], 'y', true), 3.5 * ratio, 0, 7);
        ctx.fill();
        ctx.stroke();
      }
    }
  }
}

/** Text on a ground of its own, so that it can be read over any shade. */
function label(ctx, text, x, y, ratio) {
  const foreground = ctx.fillStyle;
  ctx.fillStyle = color('surface');
  ctx.fillRect(x - 3 * ratio, y - 12 * ratio, ctx.measureText(text).width + 6 * ratio, 15 * ratio);
  ctx.fillStyle = foreground;
  ctx.fillText(text, x, y);
}

function part(title, content) {
  const box = el('div', {className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': title},
      content ?? el('p', {className: 'empty', textContent: 'None.'}));
  return el('section', {className: 'detail-part'}, el('h3', {textContent: title}), box);
}

let plotLoading = null;

/** The library for the large chart is loaded when it is needed first. */
function loadPlot() {
  plotLoading ??= new Promise((resolve, reject) => {
    document.head.append(el('link', {rel: 'stylesheet', href: '/uplot.css'}),
        el('script', {src: '/uplot.js', onload: resolve, onerror: reject}));
  });
  return plotLoading;
}
