/** The list of messages: bubbles, sources, disclaimers, quick replies, and what is still on its way. */

import { button, h, icon } from './dom.js';
import { helpNumbers, linked } from './links.js';
import { fill } from './texts.js';

const NEAR_END_PX = 80;

export class MessageList {
  /** @type {Map<string | undefined, any>} bubbles of messages on their way, by client id */
  #pending = new Map();
  #ticker;
  #place = 0; // where the list was scrolled to by us
  /** @type {Clinic} */
  clinic = {};

  /**
   * @param {Texts} texts @param {string} language of the window's own texts
   * @param {{press: (title: string, id: string) => void, retry: () => void, edit: (entry: Outgoing) => void}} hooks
   */
  constructor(texts, language, hooks) {
    this.texts = texts;
    this.language = language;
    this.hooks = hooks;
    this.time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
    this.element = h('div', { class: 'log', role: 'log', tabindex: 0, 'aria-label': texts.messages, onscroll: () => (this.jump.hidden ||= !this.#reading()) });
    this.jump = button('jump plain', () => this.reveal(), texts.jump, { hidden: true });
  }

  /** Shows messages. History is shown silently; what is new is announced. */
  add(messages, history) {
    const stays = !history && this.#reading(); // who reads back is not moved
    this.element.setAttribute('aria-live', history ? 'off' : 'polite');
    const shown = messages.map((message) => this.#addOne(message, history));
    const staff = shown.find((turn) => turn.dataset.role === 'staff');
    const last = this.#retireReplies();
    if (!stays || messages.some((message) => message.role === 'visitor')) this.reveal(!history && (staff ?? this.element.children[last + 1]));
    else if (staff) this.jump.hidden = false;
  }

  /** Shows what is on its way, at the end. */
  setOutbox(outbox) {
    for (const [id, turn] of this.#pending) {
      if (outbox.some((entry) => entry.clientId === id)) continue;
      turn.remove();
      this.#pending.delete(id);
    }
    const fresh = outbox.filter((entry) => !this.#pending.has(entry.clientId));
    outbox.forEach((entry) => this.#showOutgoing(entry));
    this.#retireReplies();
    if (fresh.length) this.reveal();
    this.#countDown(outbox);
  }

  clear() {
    this.#pending.clear();
    this.element.replaceChildren();
    this.jump.hidden = true;
  }

  /** Scrolls to the end, but not past the start of a reply: a long one is read from its top. */
  reveal(turn) {
    const { element } = this;
    element.scrollTop = element.scrollHeight;
    const above = turn && element.getBoundingClientRect().top - turn.getBoundingClientRect().top;
    if (above > 0) element.scrollTop -= above + 8;
    this.#place = element.scrollTop;
    this.jump.hidden = true;
  }

  #addOne(message, history) {
    const turns = [...this.element.children];
    const before = turns.findLast((turn) => Number(turn.dataset.seq) < message.seq);
    if (message.kind === 'disclaimer' && before?.dataset.role === 'bot') {
      before.dataset.seq = message.seq; // the two are one from here on
      before.querySelector('.bubble').append(this.#text(message, 'disclaimer', icon('info')));
      before.append(...this.#replies(message));
      return before;
    }
    const turn = this.#arrived(message) ?? this.#turn(message, history);
    turn.dataset.seq = message.seq;
    turn.classList.toggle('follows', before?.dataset.role === message.role);
    const next = before ? before.nextSibling : this.element.firstChild;
    if (turn !== next) this.element.insertBefore(turn, next);
    return turn;
  }

  /** A message that was on its way becomes the stored one, in its bubble. */
  #arrived(message) {
    const turn = this.#pending.get(message.client_id);
    if (!turn) return null;
    this.#pending.delete(message.client_id);
    const text = turn.querySelector('.text');
    if (text.textContent !== message.text) text.textContent = message.text; // numbers may have been masked
    turn.querySelector('.meta').replaceWith(this.#time(message));
    turn.classList.remove('failed');
    return turn;
  }

  #turn(message, history) {
    const { role, kind } = message;
    const urgent = kind === 'emergency' || kind === 'crisis';
    const bubble = h(
      'div',
      { class: 'bubble', role: urgent && !history && 'alert' },
      urgent && h('p', { class: 'urgent' }, icon('alert'), this.texts[kind]),
      kind === 'confirmation' && h('span', { class: 'badge' }, icon('check')),
      this.#text(message, 'text'),
      urgent && this.#help(kind),
      message.sources?.length && this.#sources(message.sources),
    );
    return h('div', { class: `turn ${role} kind-${kind}`, 'data-role': role }, this.#author(role), bubble, this.#time(message), ...this.#replies(message));
  }

  #author(role) {
    return h('span', { class: role === 'visitor' ? 'hidden' : 'author' }, this.texts[role], h('span', { class: 'hidden' }, ': '));
  }

  #text({ role, text, lang }, style, first) {
    const language = lang || (role === 'bot' && 'en');
    const nodes = role === 'visitor' ? [text] : linked(text, this.clinic);
    return h('p', { class: style, dir: 'auto', lang: language !== this.language && language }, first, ...nodes);
  }

  #help(kind) {
    const links = helpNumbers(kind, this.clinic).map(([scheme, number]) =>
      h('a', { class: 'help', href: `${scheme}:${number}` }, fill(scheme === 'sms' ? this.texts.textTo : this.texts.call, { number })),
    );
    return h('div', { class: 'row' }, ...links);
  }

  #sources(sources) {
    const names = new Set(sources.map(({ title, article, section }) => [title || article, section].filter(Boolean).join(' – ')));
    const items = [...names].map((name) => h('li', { dir: 'auto' }, name));
    return h('details', {}, h('summary', {}, this.texts.sources), h('ul', {}, ...items));
  }

  #time({ created_at: moment }) {
    const known = !Number.isNaN(Date.parse(moment));
    return h('time', { class: 'meta', datetime: known && moment }, known && this.time.format(new Date(moment)));
  }

  #replies({ buttons = [] }) {
    const replies = buttons.map(({ id, title }) => {
      const reply = button('reply', () => (reply.classList.add('chosen'), this.hooks.press(title, id)), title, { dir: 'auto' });
      return reply;
    });
    return replies.length ? [h('div', { class: 'row', role: 'group', 'aria-label': this.texts.suggested }, ...replies)] : [];
  }

  /** Only the newest quick replies can be pressed; older ones stay as history. */
  #retireReplies() {
    const turns = [...this.element.children];
    const last = turns.findLastIndex((turn) => turn.dataset.role === 'visitor');
    turns.forEach((turn, index) => turn.querySelectorAll('.reply').forEach((reply) => (reply.disabled = index < last)));
    return last;
  }

  #showOutgoing(entry) {
    const turn = this.#pending.get(entry.clientId) ?? this.#newOutgoing(entry);
    const state = `${entry.state} ${entry.error?.code}`;
    if (turn.dataset.state === state) return;
    turn.dataset.state = state;
    turn.classList.toggle('failed', entry.state === 'failed');
    turn.querySelector('.meta').replaceChildren(...this.#progress(entry));
  }

  #newOutgoing({ clientId, text }) {
    const bubble = h('div', { class: 'bubble' }, h('p', { class: 'text', dir: 'auto' }, text));
    const turn = h('div', { class: 'turn visitor', 'data-role': 'visitor' }, this.#author('visitor'), bubble, h('div', { class: 'meta' }));
    this.#pending.set(clientId, turn);
    this.element.append(turn);
    return turn;
  }

  #progress(entry) {
    const { texts } = this;
    if (entry.state === 'waiting') return [this.#waiting(entry)];
    if (entry.state !== 'failed') return [texts[entry.state]];
    return [
      `${texts.notSent}. ${this.#reason(entry)} `,
      (entry.error?.temporary ?? true) && button('textual', this.hooks.retry, texts.tryAgain),
      !entry.buttonId && button('textual', () => this.hooks.edit(entry), texts.edit),
    ].filter(Boolean);
  }

  #reason({ error }) {
    if (!error || error.message || error.gone) return error?.message ?? '';
    if (error.code === 'timeout') return this.texts.timeout;
    return error.status ? this.texts.server : this.texts.offline;
  }

  #waiting({ error, retryAt }) {
    if (/emerg|crisis/.test(error?.code)) return error.message;
    if (error?.status === 429) return fill(this.texts.waitLimit, { n: Math.max(1, Math.ceil((retryAt - Date.now()) / 1000)) });
    return navigator.onLine ? this.texts.waitRetry : this.texts.waitNetwork;
  }

  /** Counts a rate limit down; not announced. */
  #countDown(outbox) {
    clearInterval(this.#ticker);
    const entry = outbox.find(({ state, error }) => state === 'waiting' && error?.status === 429);
    const place = this.#pending.get(entry?.clientId)?.querySelector('.meta');
    place?.setAttribute('aria-live', 'off');
    if (entry) this.#ticker = setInterval(() => (place.textContent = this.#waiting(entry)), 1000);
  }

  #reading() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollTop !== this.#place && scrollHeight - scrollTop - clientHeight > NEAR_END_PX;
  }
}
