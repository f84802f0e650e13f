/** Building elements. Text always becomes a text node: nothing a person or a server wrote is parsed as HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * h('button', {class: 'send', onclick: send}, 'Send'). false, null and undefined leave an attribute or child out.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | false | undefined)} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

const paths = {
  chat: 'M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-5 4.5V16A2 2 0 0 1 4 14z',
  close: 'M6 6l12 12M18 6L6 18',
  options: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M5 12h13M12 5.5l6.5 6.5-6.5 6.5',
  info: 'M12 11v5M12 8h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  alert: 'M12 9v4M12 16.5h.01M12 3.5l9.5 16.5h-19z',
  heart: 'M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.4 4.3 4.3 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  phone: 'M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2 2A16 16 0 0 1 4.5 5.5a2 2 0 0 1 2-2z',
  down: 'M12 5v13M6 12.5l6 6 6-6',
};

/** A decorative line icon. @param {keyof typeof paths} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'icon' })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
