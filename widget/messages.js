/** The list of messages: bubbles, sources, disclaimers, quick replies, and what is still on its way. */

import { h, icon } from './dom.js';
import { helpLinks, linked } from './links.js';
import { fill } from './texts.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./conversation.js').Outgoing} Outgoing */
/**
 * @typedef {object} ListHooks
 * @property {(title: string, id: string) => void} press a quick reply
 * @property {() => void} retry
 * @property {(entry: Outgoing) => void} edit
 */

const NEAR_END_PX = 80;
const URGENT = ['emergency', 'crisis'];

export class MessageList {
  /** @type {Map<string, any>} bubbles of messages on their way, by client id */
  #pending = new Map();
  /** @type {Map<string, string>} button pressed, by button id: shown as chosen */
  #pressed = new Set();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticker;

  /**
   * @param {import('./texts.js').Texts} texts @param {string} language of the chrome
   * @param {ListHooks} hooks
   */
  constructor(texts, language, hooks) {
    this.texts = texts;
    this.language = language;
    this.hooks = hooks;
    /** @type {import('./api.js').Clinic} */
    this.clinic = {};
    this.time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
    this.element = h('div', { class: 'log', role: 'log', 'aria-live': 'polite', tabindex: '0', 'aria-label': texts.messages });
    this.jump = h('button', { class: 'jump', type: 'button', hidden: true, onclick: () => this.toEnd() }, texts.jump, icon('down'));
    this.element.addEventListener('scroll', () => this.#nearEnd() && (this.jump.hidden = true), { passive: true });
  }

  /**
   * Shows messages. History is shown silently; what is new is announced by the live region.
   * @param {Message[]} messages @param {boolean} history
   */
  add(messages, history) {
    const follow = history || this.#nearEnd() || messages.some((message) => message.role === 'visitor');
    this.element.setAttribute('aria-live', history ? 'off' : 'polite');
    const added = messages.map((message) => this.#addOne(message, history)).filter(Boolean);
    this.#retireButtons();
    if (history) this.toEnd();
    else if (follow) this.#reveal(added);
    else this.jump.hidden = false;
  }

  /** Shows what is on its way, at the end. @param {Outgoing[]} outbox */
  setOutbox(outbox) {
    const ids = new Set(outbox.map((entry) => entry.clientId));
    for (const [id, element] of this.#pending) {
      if (ids.has(id)) continue;
      element.remove();
      this.#pending.delete(id);
    }
    const isNew = outbox.some((entry) => !this.#pending.has(entry.clientId));
    for (const entry of outbox) this.#showOutgoing(entry);
    this.#retireButtons();
    if (isNew) this.toEnd();
    this.#tick(outbox);
  }

  clear() {
    clearInterval(this.#ticker);
    this.#pending.clear();
    this.#pressed.clear();
    this.element.replaceChildren();
    this.jump.hidden = true;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.jump.hidden = true;
  }

  /** @param {Message} message @param {boolean} history */
  #addOne(message, history) {
    const previous = this.#before(message.seq);
    if (message.kind === 'disclaimer' && previous?.dataset.role === 'bot') {
      previous.dataset.seq = String(message.seq); // the pair moves as one
      previous.querySelector('.bubble').append(this.#disclaimer(message));
      this.#buttons(previous, message);
      return null;
    }
    const turn = this.#reuse(message) ?? this.#turn(message, history);
    turn.classList.toggle('follows', previous?.dataset.role === message.role);
    const next = previous ? previous.nextSibling : this.element.firstChild;
    if (turn !== next) this.element.insertBefore(turn, next);
    return turn;
  }

  /** The visitor's bubble that was shown while it was on its way becomes the stored message. @param {Message} message */
  #reuse(message) {
    const turn = message.client_id && this.#pending.get(message.client_id);
    if (!turn) return null;
    this.#pending.delete(message.client_id ?? '');
    const text = turn.querySelector('.text');
    if (text.textContent !== message.text) text.textContent = message.text; // numbers may have been masked
    turn.querySelector('.state').replaceWith(this.#time(message));
    turn.classList.remove('pending', 'failed');
    turn.dataset.seq = String(message.seq);
    return turn;
  }

  /** The last shown message with a lower number. @param {number} seq @returns {any} */
  #before(seq) {
    const turns = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll('[data-seq]')]);
    return turns.reverse().find((turn) => Number(turn.dataset.seq) < seq);
  }

  /** @param {Message} message @param {boolean} history */
  #turn(message, history) {
    const urgent = URGENT.includes(message.kind);
    const bubble = h('div', { class: 'bubble', role: urgent && !history && 'alert' });
    if (urgent) bubble.append(this.#urgentTitle(message.kind));
    if (message.kind === 'confirmation') bubble.append(h('span', { class: 'badge' }, icon('check')));
    bubble.append(this.#text(message));
    if (urgent) bubble.append(this.#helpLinks(message.kind));
    if (message.sources?.length) bubble.append(this.#sources(message.sources));
    const turn = h('div', { class: `turn ${message.role} kind-${message.kind.replace(/\W/g, '')}` });
    Object.assign(turn.dataset, { seq: message.seq, kind: message.kind, role: message.role });
    turn.append(this.#author(message.role), bubble, this.#time(message));
    this.#buttons(turn, message);
    return turn;
  }

  /** @param {'visitor' | 'bot' | 'staff'} role */
  #author(role) {
    const name = { visitor: this.texts.you, bot: this.texts.bot, staff: this.texts.staff }[role];
    return h('span', { class: role === 'visitor' ? 'hidden' : 'author' }, name, h('span', { class: 'hidden' }, ': '));
  }

  /** @param {Message} message */
  #text(message) {
    const lang = message.lang ?? (message.role === 'visitor' ? '' : 'en');
    const attributes = { class: 'text', dir: 'auto', lang: lang && lang !== this.language && lang };
    const nodes = message.role === 'visitor' ? [message.text] : linked(message.text, this.clinic);
    return h('p', attributes, ...nodes);
  }

  /** @param {Message} message */
  #disclaimer(message) {
    const text = this.#text(message);
    text.className = 'disclaimer';
    text.prepend(icon('info'));
    return text;
  }

  /** @param {string} kind */
  #urgentTitle(kind) {
    const crisis = kind === 'crisis';
    const title = crisis ? this.texts.crisisTitle : this.texts.emergencyTitle;
    return h('p', { class: 'urgent' }, icon(crisis ? 'heart' : 'alert'), title);
  }

  /** @param {string} kind */
  #helpLinks(kind) {
    const links = helpLinks(/** @type {'emergency' | 'crisis'} */ (kind), this.clinic).map(({ scheme, number }) => {
      const words = scheme === 'sms' ? this.texts.textTo : this.texts.call;
      return h('a', { class: 'help', href: `${scheme}:${number}` }, icon(scheme === 'sms' ? 'chat' : 'phone'), fill(words, { number }));
    });
    return h('div', { class: 'helps' }, ...links);
  }

  /** @param {NonNullable<Message['sources']>} sources */
  #sources(sources) {
    const names = new Set(sources.map(({ title, article, section }) => [title || article, section].filter(Boolean).join(' – ')));
    const items = [...names].map((name) => h('li', { dir: 'auto' }, name));
    return h('details', { class: 'sources' }, h('summary', {}, this.texts.sources), h('ul', {}, ...items));
  }

  /** @param {Message} message */
  #time(message) {
    const moment = new Date(message.created_at);
    const known = !Number.isNaN(moment.getTime());
    return h('time', { class: 'meta', datetime: known && message.created_at }, known && this.time.format(moment));
  }

  /** @param {any} turn @param {Message} message */
  #buttons(turn, message) {
    if (!message.buttons?.length) return;
    const buttons = message.buttons.map(({ id, title }) =>
      h('button', { class: 'reply', type: 'button', dir: 'auto', 'data-id': id, onclick: () => this.#press(title, id) }, title),
    );
    turn.append(h('div', { class: 'replies', role: 'group', 'aria-label': this.texts.suggested }, ...buttons));
  }

  /** @param {string} title @param {string} id */
  #press(title, id) {
    this.#pressed.add(id);
    this.hooks.press(title, id);
  }

  /** Only the buttons of the latest reply can be pressed; older ones stay readable as history. */
  #retireButtons() {
    const turns = [...this.element.children];
    const lastOwn = turns.findLastIndex((turn) => turn.classList.contains('visitor'));
    turns.forEach((turn, index) => {
      for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (turn.querySelectorAll('.reply'))) {
        button.disabled = index < lastOwn;
        if (this.#pressed.has(button.dataset.id ?? '')) button.classList.add('chosen');
      }
    });
  }

  /** @param {Outgoing} entry */
  #showOutgoing(entry) {
    const turn = this.#pending.get(entry.clientId) ?? this.#newOutgoing(entry);
    turn.classList.toggle('failed', entry.state === 'failed');
    const key = `${entry.state} ${entry.error?.code}`;
    if (turn.dataset.state === key) return;
    turn.dataset.state = key;
    turn.querySelector('.state').replaceChildren(...this.#outgoingState(entry));
  }

  /** @param {Outgoing} entry */
  #newOutgoing(entry) {
    const bubble = h('div', { class: 'bubble' }, h('p', { class: 'text', dir: 'auto' }, entry.text));
    const turn = h('div', { class: 'turn visitor pending' }, this.#author('visitor'), bubble, h('div', { class: 'meta state' }));
    turn.dataset.role = 'visitor';
    this.#pending.set(entry.clientId, turn);
    this.element.append(turn);
    return turn;
  }

  /** @param {Outgoing} entry @returns {(Node | string)[]} */
  #outgoingState(entry) {
    const { texts } = this;
    if (entry.state === 'queued') return [texts.queued];
    if (entry.state === 'sending') return [texts.sending];
    if (entry.state === 'waiting') return [h('span', { class: 'wait' }, this.#waiting(entry))];
    const why = entry.error?.message || this.#reason(entry);
    const again = h('button', { class: 'textual', type: 'button', onclick: this.hooks.retry }, texts.tryAgain);
    const edit = h('button', { class: 'textual', type: 'button', onclick: () => this.hooks.edit(entry) }, texts.edit);
    const temporary = entry.error?.temporary ?? true;
    return [h('span', { class: 'wrong' }, `${texts.notSent}. ${why} `), temporary ? again : '', entry.buttonId ? '' : edit];
  }

  /** @param {Outgoing} entry */
  #reason({ error }) {
    if (!error || error.gone) return '';
    if (error.code === 'timeout') return this.texts.timeout;
    return error.status ? this.texts.server : this.texts.offline;
  }

  /** @param {Outgoing} entry */
  #waiting(entry) {
    if (entry.error?.status === 429) {
      return fill(this.texts.waitLimit, { n: Math.max(1, Math.ceil(((entry.retryAt ?? 0) - Date.now()) / 1000)) });
    }
    return navigator.onLine ? this.texts.waitRetry : this.texts.waitNetwork;
  }

  /** Counts down while a rate limit is waited for (seen, not announced each second). @param {Outgoing[]} outbox */
  #tick(outbox) {
    clearInterval(this.#ticker);
    const entry = outbox.find((waiting) => waiting.state === 'waiting' && waiting.error?.status === 429);
    const place = entry && this.#pending.get(entry.clientId)?.querySelector('.wait');
    if (!entry || !place) return;
    place.setAttribute('aria-live', 'off');
    this.#ticker = setInterval(() => (place.textContent = this.#waiting(entry)), 1000);
  }

  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  /** Scrolls to the start of a reply, so that a long one is read from its top. @param {any[]} turns */
  #reveal(turns) {
    const first = turns.find((turn) => turn.dataset.role !== 'visitor') ?? turns[0];
    this.toEnd();
    if (!first) return;
    const hiddenBy = this.element.getBoundingClientRect().top - first.getBoundingClientRect().top;
    if (hiddenBy > 0) this.element.scrollTop -= hiddenBy + 8;
  }
}
