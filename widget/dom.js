/** Building elements. Text becomes a text node: nothing that anybody wrote is parsed as HTML. */

const SVG = 'http://www.w3.org/2000/svg';
const PATHS = {
  chat: 'M4 5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4a2 2 0 0 1-2-2z',
  close: 'M6 6l12 12M18 6L6 18',
  options: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M5 12h13M12 6l6 6-6 6',
  info: 'M12 11v5M12 8h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  alert: 'M12 9v4M12 16h.01M12 4l9 16H3z',
  check: 'M5 12l5 5 9-10',
};

/**
 * h('button', {class: 'send', onclick: send}, 'Send'). An attribute or child that is false, null or undefined is left out.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...any} children @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value || value === 0 || value === '') element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

/** A button that submits nothing. @param {string} style @param {() => void} onclick @param {any} content @param {object} [more] */
export function button(style, onclick, content, more) {
  return h('button', { type: 'button', class: style, onclick, ...more }, ...[content].flat());
}

/** A decorative line icon. @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
