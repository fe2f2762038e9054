// Numbers, times and names as text.

const grouped = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

/** A count. */
export const count = (value) => grouped.format(value).replaceAll(',', '\u202f');

/** A measured value with about four significant digits. */
export function value(number) {
  if (number === null || number === undefined || Number.isNaN(number)) {
    return '–';
  }
  const size = Math.abs(number);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    return number.toExponential(2);
  }
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 || size === 0 ? 2 : 4;
  return number.toFixed(digits);
}

const clock = new Intl.DateTimeFormat('sv', {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const day = new Intl.DateTimeFormat('sv', {year: 'numeric', month: '2-digit', day: '2-digit'});

/** A time of the day in the browser's zone; with its date if that is not the date of `beside`. */
export function time(millis, beside) {
  const text = clock.format(millis);
  return beside !== undefined && day.format(millis) === day.format(beside)
      ? text : day.format(millis) + ' ' + text;
}

const minute = new Intl.DateTimeFormat('sv', {hour: '2-digit', minute: '2-digit'});

/** The labels of an axis whose ticks are so many seconds apart. The first one of each day has its date below. */
export function axisTimes(millis, stepSeconds) {
  if (stepSeconds >= 86400) {
    return millis.map((tick) => day.format(tick));
  }
  const clockOf = stepSeconds < 60 ? clock : minute;
  const days = millis.map((tick) => day.format(tick));
  return millis.map((tick, i) => clockOf.format(tick) + (days[i] === days[i - 1] ? '' : '\n' + days[i]));
}

/** A duration in two units. */
export function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (millis < 1000 && millis > 0) {
    return Math.round(millis) + ' ms';
  }
  if (seconds < 60) {
    return seconds + ' s';
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return minutes + ' min ' + (seconds % 60) + ' s';
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? hours + ' h ' + (minutes % 60) + ' min'
      : Math.floor(hours / 24) + ' d ' + (hours % 24) + ' h';
}

/** Text of the data with the characters shown that would be invisible, or turn the text around. */
export function visible(text) {
  return text.replace(
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
      (hidden) => hidden < ' ' ? String.fromCharCode(0x2400 + hidden.charCodeAt(0))
          : '⟨' + hidden.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '⟩');
}

const LONGEST_WHOLE = 24;

/** The class of an element with a name or a time: a short one is not broken inside of a word. */
export const wholeIfShort = (text) => text.length <= LONGEST_WHOLE ? 'whole' : '';

const WORDS = {no_data: 'no data', source_silent: 'source silent'};

/** A word of the data for people. */
export const word = (name) => WORDS[name] ?? name.replaceAll('_', ' ');
