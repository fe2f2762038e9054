// The small chart of a series: mean line, band from minimum to maximum, and the spans of alerts.

import {color, prepareCanvas} from './dom.js';
import {columns, END, MAX, MEAN, MIN, rankOf, START, toneOf} from './store.js';

const BAR = 4;

/**
 * Draws a chart.
 *
 * @param from and to: the instants of the left and the right edge
 * @param now the latest instant of the data: alerts that are not over are drawn up to there
 */
export function drawSpark(canvas, width, height, one, spans, from, to, now) {
  const context = prepareCanvas(canvas, width, height);
  const x = (millis) => (millis - from) / (to - from) * width;
  drawSpans(context, spans, x, from, to, now, width, height);
  const points = one.points;
  let first = 0;
  while (first < points.length && points[first + END] < from) {
    first += columns;
  }
  let low = Infinity;
  let high = -Infinity;
  for (let i = first; i < points.length; i += columns) {
    low = Math.min(low, points[i + MIN]);
    high = Math.max(high, points[i + MAX]);
  }
  if (low > high) {
    return;
  }
  const room = (high - low) * 0.06 || 1;
  const bottom = height - BAR - 3;
  const y = (number) => bottom - (number - low + room) / (high - low + 2 * room) * (bottom - 1);
  drawBand(context, points, first, x, y);
  drawMean(context, points, first, x, y);
}

function drawSpans(context, spans, x, from, to, now, width, height) {
  const shown = [...spans].filter((span) => (span.to ?? now) >= from && span.from <= to)
      .sort((a, b) => rankOf(a.level) - rankOf(b.level));
  for (const span of shown) {
    const left = Math.max(0, x(span.from));
    const right = Math.min(width, x(span.to ?? now));
    const tone = toneOf(span.level);
    context.fillStyle = color(tone + '-fill');
    context.fillRect(left, 0, Math.max(1.5, right - left), height - BAR);
    context.fillStyle = color(tone);
    context.fillRect(left, height - BAR, Math.max(1.5, right - left), BAR);
  }
}

const middle = (points, i) => (points[i + START] + points[i + END]) / 2;

function drawBand(context, points, first, x, y) {
  context.fillStyle = color('band');
  context.beginPath();
  for (let i = first; i < points.length; i += columns) {
    context.lineTo(x(middle(points, i)), y(points[i + MAX]));
  }
  for (let i = points.length - columns; i >= first; i -= columns) {
    context.lineTo(x(middle(points, i)), y(points[i + MIN]));
  }
  context.fill();
}

function drawMean(context, points, first, x, y) {
  context.strokeStyle = color('mean');
  context.fillStyle = color('mean');
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.beginPath();
  let before = null;
  for (let i = first; i < points.length; i += columns) {
    // Three windows or more without a reading are a gap.
    const gap = before !== null && points[i + START] - points[before + END] > 3 * (points[i + END] - points[i + START]);
    const [px, py] = [x(middle(points, i)), y(points[i + MEAN])];
    if (before === null || gap) {
      context.moveTo(px, py);
    } else {
      context.lineTo(px, py);
    }
    before = i;
  }
  context.stroke();
  const end = points.length - columns;
  context.beginPath();
  context.arc(x(middle(points, end)), y(points[end + MEAN]), 2.2, 0, 7);
  context.fill();
}
