/**
 * Links inside texts of the assistant and the team. The text itself never says where a link goes: only known numbers,
 * the clinic's own e-mail address and plain https addresses become links, and the widget makes the target.
 */

import { h } from './dom.js';

/** @typedef {import('./api.js').Clinic} Clinic */

const CRISIS_NUMBER = '988';
const HTTPS = 'https://[^\\s<>"\'()]*[^\\s<>"\'().,;:!?]';

/** @param {string} text */
function literally(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** @param {string | undefined} number */
function dialable(number) {
  const digits = String(number ?? '').replace(/[^\d+]/g, '');
  return /^\+?\d{3,15}$/.test(digits) ? digits : '';
}

/** The clinic's phone as a tel: address, or ''. @param {Clinic} clinic */
export function phoneHref(clinic) {
  const number = dialable(clinic.phone_e164 || clinic.phone);
  return number && `tel:${number}`;
}

/** @param {Clinic} clinic */
export function emergencyNumber(clinic) {
  return dialable(clinic.emergency_number) || '911';
}

/**
 * The first help of an emergency or crisis reply, as large links.
 * @param {'emergency' | 'crisis'} kind @param {Clinic} clinic
 * @returns {{scheme: 'tel' | 'sms', number: string}[]}
 */
export function helpLinks(kind, clinic) {
  /** @type {{scheme: 'tel' | 'sms', number: string}} */
  const emergency = { scheme: 'tel', number: emergencyNumber(clinic) };
  if (kind === 'emergency') return [emergency];
  return [{ scheme: 'tel', number: CRISIS_NUMBER }, { scheme: 'sms', number: CRISIS_NUMBER }, emergency];
}

/**
 * The text as nodes, with its known numbers and addresses as links.
 * @param {string} text @param {Clinic} clinic
 * @returns {(Node | string)[]}
 */
export function linked(text, clinic) {
  const numbers = [clinic.phone, clinic.phone_e164].filter((number) => number && dialable(number)).map(String);
  const short = [emergencyNumber(clinic), '911', CRISIS_NUMBER];
  const words = [
    ...numbers.map(literally),
    ...(clinic.email ? [literally(clinic.email)] : []),
    '\\bC-[0-9A-Z]{6}\\b',
    '988lifeline\\.org\\b',
    HTTPS,
    `(?<![\\w.,$+-])(?:${short.join('|')})(?![\\w-]|[.,]\\d)`,
  ];
  return text.split(new RegExp(`(${words.join('|')})`)).map((part, index) => (index % 2 ? link(part, clinic) : part));
}

/** @param {string} part @param {Clinic} clinic */
function link(part, clinic) {
  if (part.startsWith('C-')) return h('b', {}, part); // a lead's reference
  if (part === clinic.phone || part === clinic.phone_e164) return h('a', { href: phoneHref(clinic) }, part);
  if (part === clinic.email) return h('a', { href: `mailto:${encodeURIComponent(part).replace('%40', '@')}` }, part);
  if (dialable(part)) return h('a', { href: `tel:${part}` }, part);
  const address = part.startsWith('https://') ? part : `https://${part}`;
  if (!URL.canParse(address) || new URL(address).username) return part;
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, part);
}
