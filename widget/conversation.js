/**
 * One conversation: what was said, what is still to be sent, and how that stands. No DOM in here.
 * Every change is told by an event: `messages`, `outbox`, `state`, `cleared`.
 */

import { ApiError } from './api.js';
import { Stream } from './stream.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').Session} Session */
/**
 * A message on its way. `state`: queued, sending, waiting (tries again by itself), failed (waits for the visitor).
 * @typedef {object} Outgoing
 * @property {string} clientId
 * @property {string} text what the visitor sees in the bubble
 * @property {string} [buttonId]
 * @property {'queued' | 'sending' | 'waiting' | 'failed'} state
 * @property {ApiError} [error]
 * @property {number} [retryAt] milliseconds, as Date.now()
 * @property {number} tries
 */
/** @typedef {'idle' | 'starting' | 'active' | 'unreachable' | 'expired' | 'ended'} State */

const TRIES = 3;
const BACKOFF_MS = [1000, 3000];
const LONGEST_WAIT_S = 90; // a longer Retry-After is told, not waited for

export class Conversation extends EventTarget {
  /** @type {Map<number, Message>} */
  #messages = new Map();
  #lastSeq = 0;
  #pumping = false;
  /** @type {Promise<void> | null} */
  #starting = null;
  /** @type {Stream | null} */
  #stream = null;
  #wake = () => {};

  /** @type {Outgoing[]} */
  outbox = [];
  /** @type {State} */
  state = 'idle';
  /** @type {ApiError | null} */
  error = null;
  owner = 'bot';
  connected = true;

  /**
   * @param {import('./api.js').Api} api
   * @param {import('./session.js').SessionStore} store
   * @param {() => {locale: string, page: string, timezone: string}} introduction
   */
  constructor(api, store, introduction) {
    super();
    this.api = api;
    this.store = store;
    this.introduction = introduction;
  }

  /** Waiting for the assistant's reply (a person may take as long as they need). */
  get busy() {
    return this.owner === 'bot' && this.outbox.some((entry) => entry.state === 'sending');
  }

  get visitorSpoke() {
    return this.outbox.length > 0 || [...this.#messages.values()].some((message) => message.role === 'visitor');
  }

  /** Continues this tab's conversation, another tab's, or starts one. Never throws. @returns {Promise<void>} */
  begin() {
    this.#starting ??= this.#begin().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #begin() {
    if (this.state === 'active') return;
    this.#setState('starting');
    try {
      const known = this.store.session ?? (await this.store.askOtherTabs());
      if (!known || !(await this.#resume(known))) await this.#startNew();
      this.#setState('active');
      this.listen();
    } catch (error) {
      this.#setState('unreachable', asApiError(error));
    }
  }

  /** @param {Session} session @returns {Promise<boolean>} false when the server does not know it any more */
  async #resume(session) {
    try {
      const { messages, owner } = await this.api.messages(session, 0);
      this.store.keep(session, this.store.wasOpen);
      this.#accept(messages, owner, true);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError && error.gone)) throw error;
      this.store.forget(false);
      return false;
    }
  }

  async #startNew() {
    const started = await this.api.start(this.introduction());
    this.store.keep({ id: started.conversation_id, token: started.token }, this.store.wasOpen);
    this.#accept(started.messages, 'bot', false);
  }

  /** Starts listening for messages that nobody asked for (a team member's, another tab's). */
  listen() {
    const session = this.store.session;
    if (!session || this.state !== 'active') return;
    this.#stream ??= new Stream({
      open: (signal) => this.api.events(session, this.#lastSeq, signal),
      poll: async () => {
        const { messages, owner } = await this.api.messages(session, this.#lastSeq);
        this.#accept(messages, owner, false);
      },
      deliver: (message) => this.#accept([message], undefined, false),
      onConnection: (ok) => this.#setConnected(ok),
      onGone: () => this.#expire(),
    });
    this.#stream.start();
  }

  /** Stops listening, for a page in the background. */
  pause() {
    this.#stream?.stop();
  }

  /** Queues a typed text or a pressed button. @param {string} text @param {string} [buttonId] */
  send(text, buttonId) {
    this.outbox.push({ clientId: newId(), text, buttonId, state: 'queued', tries: 0 });
    this.retry();
  }

  /** Tries everything again that can be: on the visitor's wish, or when the network is back. */
  retry() {
    for (const entry of this.outbox) {
      if (entry.state === 'failed' && !entry.error?.temporary) continue;
      if (entry.state !== 'sending') Object.assign(entry, { state: 'queued', tries: 0, error: undefined });
    }
    this.#tell('outbox');
    this.#wake();
    this.#pump();
  }

  /** Takes a message back that was not sent. @param {Outgoing} entry */
  takeBack(entry) {
    this.outbox = this.outbox.filter((other) => other !== entry);
    this.#tell('outbox');
  }

  /** Takes back all that was typed and not sent. @returns {string} the texts, one a line */
  takeBackAll() {
    const texts = this.outbox.filter((entry) => !entry.buttonId).map((entry) => entry.text);
    this.outbox = [];
    this.#tell('outbox');
    return texts.join('\n');
  }

  /** Ends the conversation, here at once and on the server. @returns {Session | null} what a rating needs */
  end() {
    const session = this.store.session;
    this.#clear(true);
    this.#setState('ended');
    if (session) this.api.end(session).catch(() => this.#endLater(session));
    return session;
  }

  /** Another tab ended it. @param {string} id */
  endedElsewhere(id) {
    if (this.store.session?.id !== id) return;
    this.#clear(false);
    this.#setState('ended');
  }

  /** Forgets everything, so that `begin` starts anew. */
  reset() {
    this.#clear(true);
    this.#setState('idle');
  }

  /** The server ends an unused conversation by itself; until then one more try is due. @param {Session} session */
  #endLater(session) {
    addEventListener('online', () => this.api.end(session).catch(() => {}), { once: true });
  }

  async #pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let entry = this.#next(); entry; entry = this.#next()) await this.#attempt(entry);
    } finally {
      this.#pumping = false;
    }
  }

  #next() {
    return this.outbox.find((entry) => entry.state !== 'failed');
  }

  /** @param {Outgoing} entry */
  async #attempt(entry) {
    if (entry.retryAt) await this.#wait(entry);
    if (!this.outbox.includes(entry)) return;
    if (this.state !== 'active') await this.begin();
    if (this.state !== 'active') return this.#failAll();
    Object.assign(entry, { state: 'sending', error: undefined });
    this.#tell('outbox');
    try {
      await this.#deliver(entry);
    } catch (error) {
      this.#settle(entry, asApiError(error));
    }
  }

  /** @param {Outgoing} entry */
  async #deliver(entry) {
    const session = /** @type {Session} */ (this.store.session);
    const content = entry.buttonId ? { button_id: entry.buttonId } : { text: entry.text };
    const { messages, owner } = await this.api.send(session, { client_id: entry.clientId, ...content });
    if (this.store.session?.id !== session.id) return; // ended meanwhile: what comes late is not shown
    const own = messages.find((message) => message.role === 'visitor');
    if (own) own.client_id = entry.clientId;
    this.outbox = this.outbox.filter((other) => other !== entry);
    this.#accept(messages, owner, false);
    this.#setConnected(true);
  }

  /** Decides what becomes of a message that did not get through. @param {Outgoing} entry @param {ApiError} error */
  #settle(entry, error) {
    if (!this.outbox.includes(entry)) return;
    entry.error = error;
    entry.tries += 1;
    if (error.gone) return this.#expire();
    const wait = error.retryAfter * 1000 || BACKOFF_MS[entry.tries - 1] || 0;
    const again = error.temporary && entry.tries < TRIES && wait <= LONGEST_WAIT_S * 1000;
    Object.assign(entry, again ? { state: 'waiting', retryAt: Date.now() + wait } : { state: 'failed' });
    this.#tell('outbox');
  }

  /** @param {Outgoing} entry */
  async #wait(entry) {
    const ms = /** @type {number} */ (entry.retryAt) - Date.now();
    if (entry.state === 'waiting' && ms > 0) {
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, ms, null);
        this.#wake = () => (clearTimeout(timer), resolve(null));
      });
    }
    entry.retryAt = undefined;
  }

  #failAll() {
    for (const entry of this.outbox) Object.assign(entry, { state: 'failed', error: this.error ?? entry.error });
    this.#tell('outbox');
  }

  #expire() {
    this.#stream?.stop();
    this.#stream = null;
    this.store.forget(false);
    for (const entry of this.outbox) entry.state = 'failed';
    this.#setState('expired');
    this.#tell('outbox');
  }

  /** @param {boolean} tellOthers */
  #clear(tellOthers) {
    this.#stream?.stop();
    this.#stream = null;
    this.store.forget(tellOthers);
    this.#messages.clear();
    this.#lastSeq = 0;
    this.outbox = [];
    this.owner = 'bot';
    this.connected = true;
    this.#wake();
    this.#tell('cleared');
  }

  /** @param {Message[]} messages @param {string | undefined} owner @param {boolean} history */
  #accept(messages, owner, history) {
    const fresh = messages.filter((message) => !this.#messages.has(message.seq));
    for (const message of fresh) {
      this.#messages.set(message.seq, message);
      this.#lastSeq = Math.max(this.#lastSeq, message.seq);
      this.outbox = this.outbox.filter((entry) => entry.clientId !== message.client_id);
      if (message.role === 'staff') this.owner = 'staff';
    }
    if (owner) this.owner = owner;
    if (fresh.length) this.#tell('messages', { messages: fresh, history });
    this.#tell('outbox');
  }

  /** @param {boolean} connected */
  #setConnected(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.#tell('state');
    if (connected) this.retry();
  }

  /** @param {State} state @param {ApiError | null} [error] */
  #setState(state, error = null) {
    this.state = state;
    this.error = error;
    this.#tell('state');
  }

  /** @param {string} type @param {object} [detail] */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {unknown} error */
function asApiError(error) {
  return error instanceof ApiError ? error : new ApiError(0, 'network', '');
}

/** `crypto.randomUUID` exists on secure pages only; a clinic may try the widget on plain http first. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
