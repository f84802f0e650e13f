/**
 * One conversation: what was said, what is still to be sent, and how that stands. No DOM in here.
 * Tells every change by an event: `messages` (detail: messages, history), `change`, `cleared`.
 */

import { ApiError } from './api.js';
import { Stream } from './stream.js';

const BACKOFF_S = [1, 3]; // and after the third try the visitor decides
const LONGEST_WAIT_S = 90; // a longer Retry-After is told, not waited for

export class Conversation extends EventTarget {
  /** @type {Map<number, Message>} */
  #messages = new Map();
  #lastSeq = 0;
  #pumping = false;
  #starting = null;
  #stream = null;
  #wake = () => {};

  /** @type {Outgoing[]} */
  outbox = [];
  /** @type {State} */
  state = 'idle';
  error = null;
  owner = 'bot';
  connected = true;

  /**
   * @param {import('./api.js').Api} api @param {import('./session.js').SessionStore} store
   * @param {() => Introduction} introduction
   */
  constructor(api, store, introduction) {
    super();
    this.api = api;
    this.store = store;
    this.introduction = introduction;
  }

  /** The assistant is at work (a person may take as long as they need). */
  get busy() {
    return this.owner === 'bot' && this.outbox.some((entry) => entry.state === 'sending');
  }

  get visitorSpoke() {
    return this.outbox.length > 0 || [...this.#messages.values()].some((message) => message.role === 'visitor');
  }

  /** Continues this tab's conversation, or another tab's, or starts one. Never throws. */
  begin() {
    this.#starting ??= this.#begin().finally(() => (this.#starting = null));
    return this.#starting;
  }

  async #begin() {
    if (['active', 'expired'].includes(this.state)) return;
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

  async #resume(session) {
    try {
      const { messages, owner } = await this.api.messages(session, 0);
      this.store.keep(session);
      this.#accept(messages, owner, true);
      return true;
    } catch (error) {
      if (!error.gone) throw error;
      this.store.forget(false);
      return false;
    }
  }

  async #startNew() {
    const { conversation_id: id, token, messages } = await this.api.start(this.introduction());
    this.store.keep({ id, token });
    this.#accept(messages, 'bot');
  }

  /** Listens for messages that nobody here asked for: a team member's, another tab's. */
  listen() {
    const { session } = this.store;
    if (!session || this.state !== 'active') return;
    this.#stream ??= new Stream({
      open: (signal) => this.api.events(session, this.#lastSeq, signal),
      poll: async () => {
        const { messages, owner } = await this.api.messages(session, this.#lastSeq);
        this.#accept(messages, owner);
      },
      deliver: (message) => this.#accept([message]),
      connected: (yes) => this.#setConnected(yes),
      gone: () => this.#expire(),
    });
    this.#stream.start();
  }

  pause() {
    this.#stream?.stop();
  }

  /** Queues a typed text or a pressed button. */
  send(text, buttonId) {
    this.outbox.push({ clientId: newId(), text, buttonId, state: 'queued', retryAt: 0, tries: 0 });
    this.retry();
  }

  /** Tries everything again that can be: on the visitor's wish, or when the network is back. */
  retry() {
    for (const entry of this.outbox) {
      const given = entry.state === 'failed' && entry.error && !entry.error.temporary;
      if (!given && entry.state !== 'sending') Object.assign(entry, { state: 'queued', tries: 0, retryAt: 0, error: undefined });
    }
    this.#wake();
    this.#tell('change');
    this.#pump();
  }

  /** Takes back what was typed and not sent. */
  takeBack(entries) {
    this.outbox = this.outbox.filter((entry) => !entries.includes(entry));
    this.#tell('change');
    return entries.filter((entry) => !entry.buttonId).map((entry) => entry.text).join('\n');
  }

  /** Ends the conversation, here at once and on the server. */
  end() {
    const { session } = this.store;
    this.reset(true, 'ended');
    const tell = () => session && this.api.end(session);
    // Once more when the network is back.
    tell()?.catch(() => addEventListener('online', () => tell()?.catch(() => {}), { once: true }));
    return session;
  }

  endedElsewhere(id) {
    if (this.store.session?.id === id) this.reset(false, 'ended');
  }

  reset(tellOthers, state) {
    this.#drop(tellOthers);
    this.#messages.clear();
    this.#lastSeq = 0;
    this.outbox = [];
    this.owner = 'bot';
    this.connected = true;
    this.#wake();
    this.#tell('cleared');
    this.#setState(state);
  }

  async #pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    for (let entry; (entry = this.outbox.find(({ state }) => state !== 'failed')); ) await this.#attempt(entry);
    this.#pumping = false;
  }

  async #attempt(entry) {
    const ms = entry.retryAt - Date.now();
    if (ms > 0) {
      await new Promise((resolve) => {
        this.#wake = () => resolve(null);
        setTimeout(resolve, ms);
      });
    }
    if (!this.outbox.includes(entry)) return;
    if (this.state !== 'active') await this.begin();
    if (this.state !== 'active') return this.#fail(this.error);
    Object.assign(entry, { state: 'sending', retryAt: 0 });
    this.#tell('change');
    try {
      await this.#deliver(entry);
    } catch (error) {
      this.#settle(entry, asApiError(error));
    }
  }

  async #deliver(entry) {
    const session = this.store.session;
    const content = entry.buttonId ? { button_id: entry.buttonId } : { text: entry.text };
    const { messages, owner } = await this.api.send(session, { client_id: entry.clientId, ...content });
    if (this.store.session?.id !== session.id) return; // ended meanwhile: what comes late is not shown
    this.outbox = this.outbox.filter((other) => other !== entry);
    this.#accept(messages, owner);
    this.#setConnected(true);
  }

  /** Decides what becomes of a message that did not get through. */
  #settle(entry, error) {
    if (!this.outbox.includes(entry)) return;
    entry.error = error;
    if (error.gone) return this.#expire();
    const backoff = BACKOFF_S[entry.tries++];
    const wait = error.retryAfter || backoff;
    const again = error.temporary && backoff && wait <= LONGEST_WAIT_S;
    Object.assign(entry, again ? { state: 'waiting', retryAt: Date.now() + wait * 1000 } : { state: 'failed' });
    this.#tell('change');
  }

  #fail(error) {
    for (const entry of this.outbox) Object.assign(entry, { state: 'failed', error: error ?? entry.error });
    this.#tell('change');
  }

  #expire() {
    this.#drop(false);
    this.#setState('expired');
    this.#fail();
  }

  #drop(tellOthers) {
    this.pause();
    this.#stream = null;
    this.store.forget(tellOthers);
  }

  #accept(messages, owner, history = false) {
    const fresh = messages.filter((message) => !this.#messages.has(message.seq));
    for (const message of fresh) {
      this.#messages.set(message.seq, message);
      this.#lastSeq = Math.max(this.#lastSeq, message.seq);
      this.outbox = this.outbox.filter((entry) => entry.clientId !== message.client_id);
      if (message.role === 'staff') this.owner = 'staff';
    }
    if (owner) this.owner = owner;
    if (fresh.length) this.#tell('messages', { messages: fresh, history });
    this.#tell('change');
  }

  #setConnected(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.#tell('change');
    if (connected) this.retry();
  }

  #setState(state, error = null) {
    this.state = state;
    this.error = error;
    this.#tell('change');
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** An answer that is not of the contract's shape counts as no answer. */
function asApiError(error) {
  return error instanceof ApiError ? error : new ApiError(0, 'broken');
}

/** A random UUID. `crypto.randomUUID` exists on secure pages only; a clinic may try the widget on plain http first. */
function newId() {
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16),
  );
}
