/**
 * Links in texts of the assistant and the team. A text never says where a link goes: known numbers, the clinic's own
 * address and plain https addresses become links, and the target is made here.
 */

import { h } from './dom.js';

const CRISIS = '988';

function dialable(number) {
  const digits = String(number ?? '').replace(/[^\d+]/g, '');
  return /^\+?\d{3,15}$/.test(digits) ? digits : '';
}

/** @param {Clinic} clinic */
export function emergencyNumber(clinic) {
  return dialable(clinic.emergency_number) || '911';
}

/** The clinic's phone as a link, or null. @param {Clinic} clinic */
export function phoneLink(clinic) {
  const number = dialable(clinic.phone_e164 || clinic.phone);
  return number && h('a', { href: `tel:${number}` }, clinic.phone || number);
}

/** The first help of an emergency or crisis reply: scheme and number. @param {string} kind @param {Clinic} clinic */
export function helpNumbers(kind, clinic) {
  const emergency = ['tel', emergencyNumber(clinic)];
  return kind === 'crisis' ? [['tel', CRISIS], ['sms', CRISIS], emergency] : [emergency];
}

/** The text as nodes. @param {string} text @param {Clinic} clinic @returns {(Node | string)[]} */
export function linked(text, clinic) {
  const own = [clinic.phone, clinic.phone_e164, clinic.email].filter(Boolean);
  const words = own.map((word) => String(word).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).concat(
    '\\bC-[0-9A-Z]{6}\\b', // a lead's reference
    '\\b988lifeline\\.org\\b',
    'https://[^\\s<>"\'()]*[^\\s<>"\'().,;:!?]',
    `(?<![\\w.,$+-])(?:${emergencyNumber(clinic)}|911|${CRISIS})(?![\\w-]|[.,]\\d)`,
  );
  return text.split(new RegExp(`(${words.join('|')})`)).map((part, index) => (index % 2 ? link(part, clinic) : part));
}

function link(part, clinic) {
  if (part === clinic.phone || part === clinic.phone_e164) return phoneLink(clinic) || part;
  if (part === clinic.email) return h('a', { href: `mailto:${encodeURI(part)}` }, part);
  if (part.startsWith('C-')) return h('b', {}, part);
  if (dialable(part) === part) return h('a', { href: `tel:${part}` }, part);
  const href = part.replace(/^(?!https:)/, 'https://');
  if (!URL.canParse(href) || new URL(href).username) return part;
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, part);
}
