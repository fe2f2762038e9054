// Puts the parts together.

import {Detail} from './detail.js';
import {byId, onColorScheme, setText} from './dom.js';
import {Feed} from './feed.js';
import {duration} from './format.js';
import {Grid, hrefOf} from './grid.js';
import {renderOverview, renderRejected} from './overview.js';
import {Store} from './store.js';
import {renderTimeline} from './timeline.js';

const SILENT_MILLIS = 10000;
const TIMELINE_MILLIS = 500;

const store = new Store();
const openSeries = (sensor, metric) => {
  location.hash = hrefOf(sensor, metric);
};
const grid = new Grid(store, openSeries);
const detail = new Detail(store);
let timelineDrawn = 0;
let spansChanged = true;
let pending = false;

function render() {
  pending = false;
  renderOverview(store, openSeries);
  renderRejected(store);
  grid.update();
  detail.update();
  if (performance.now() - timelineDrawn > TIMELINE_MILLIS || spansChanged) {
    timelineDrawn = performance.now();
    spansChanged = false;
    renderTimeline(store);
  }
}

const STATES = {live: 'Live', lost: 'Connection lost, trying again', paused: 'Paused', connecting: 'Connecting…'};

function showState(state) {
  const link = byId('link');
  if (link.dataset.state !== state) {
    link.dataset.state = state;
    setText(link, STATES[state]);
  }
}

const feed = new Feed(store, (isSnapshot) => {
  if (isSnapshot) {
    grid.arrange();
    showAddress();
    spansChanged = true;
  }
  if (!pending) {
    pending = true;
    requestAnimationFrame(render);
  }
}, showState);

setInterval(() => {
  const silence = feed.silence();
  if (byId('link').dataset.state === 'live' && silence > SILENT_MILLIS) {
    showState('lost');
    setText(byId('link'), 'Nothing heard for ' + duration(silence));
  }
}, 1000);

function showAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (wanted.has('sensor') || detail.isOpen()) {
    detail.show(wanted.get('sensor'), wanted.get('metric'));
  }
}

addEventListener('hashchange', showAddress);
byId('range').addEventListener('input', () => renderTimeline(store));
onColorScheme(() => {
  grid.redraw();
  renderTimeline(store);
});
addEventListener('keydown', (event) => {
  if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName) && !detail.isOpen()) {
    event.preventDefault();
    byId('search').focus();
  }
});
document.documentElement.dataset.ready = 'true';
