// Elements are made from names and text only. Text of the data never becomes markup.

/** Creates an element. Properties are set as properties; `data` holds data attributes. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'data') {
      Object.assign(element.dataset, value);
    } else if (name === 'role' || name.startsWith('aria-')) {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Sets the text of an element only if it differs: an equal text would be laid out again. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** The colours of the style sheet, for canvases. Read again when the colour scheme changes. */
let colors = null;
export function color(name) {
  if (colors === null) {
    colors = getComputedStyle(document.documentElement);
    values.clear();
  }
  if (!values.has(name)) {
    values.set(name, colors.getPropertyValue('--' + name).trim());
  }
  return values.get(name);
}
const values = new Map();

const dark = matchMedia('(prefers-color-scheme: dark)');
export function onColorScheme(listener) {
  dark.addEventListener('change', () => {
    colors = null;
    listener();
  });
}

/** Makes a canvas as sharp as the screen. Returns its context, in CSS pixels, cleared. */
export function prepareCanvas(canvas, width, height) {
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = width + 'px';
    canvas.style.height = height + 'px';
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
