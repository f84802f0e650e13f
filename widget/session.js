/**
 * Where the conversation's token lives: this tab's sessionStorage, and, while asked for, the other open tabs of the
 * same site. Nothing is kept after the last tab is closed, and no message text is stored at all.
 */

/** @typedef {import('./api.js').Session} Session */

const KEY = 'consultation-chat';
const ASK_MS = 150;

export class SessionStore {
  #channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(KEY) : null;
  /** @type {Session & {open?: boolean} | null} */
  #value = null;

  /** @param {(id: string) => void} onEndedElsewhere another tab ended the conversation */
  constructor(onEndedElsewhere) {
    this.#value = read();
    this.#channel?.addEventListener('message', ({ data }) => {
      if (data?.type === 'who' && this.#value) this.#tell({ type: 'session', ...this.session });
      if (data?.type === 'ended') onEndedElsewhere(String(data.id));
    });
  }

  /** @returns {Session | null} */
  get session() {
    return this.#value && { id: this.#value.id, token: this.#value.token };
  }

  get wasOpen() {
    return Boolean(this.#value?.open);
  }

  /** @param {Session} session @param {boolean} open */
  keep(session, open) {
    this.#value = { id: session.id, token: session.token, open };
    attempt(() => sessionStorage.setItem(KEY, JSON.stringify(this.#value)));
  }

  /** @param {boolean} open */
  rememberOpen(open) {
    if (this.session) this.keep(this.session, open);
  }

  /** @param {boolean} tellOthers */
  forget(tellOthers) {
    const id = this.#value?.id;
    this.#value = null;
    attempt(() => sessionStorage.removeItem(KEY));
    if (tellOthers && id) this.#tell({ type: 'ended', id });
  }

  /** Asks the other tabs for a running conversation. @returns {Promise<Session | null>} */
  askOtherTabs() {
    const channel = this.#channel;
    if (!channel) return Promise.resolve(null);
    return new Promise((resolve) => {
      /** @param {MessageEvent} event */
      const listen = ({ data }) => data?.type === 'session' && finish({ id: String(data.id), token: String(data.token) });
      /** @param {Session | null} found */
      const finish = (found) => {
        channel.removeEventListener('message', listen);
        resolve(found);
      };
      channel.addEventListener('message', listen);
      setTimeout(finish, ASK_MS, null);
      this.#tell({ type: 'who' });
    });
  }

  close() {
    this.#channel?.close();
  }

  /** @param {object} message */
  #tell(message) {
    this.#channel?.postMessage(message);
  }
}

function read() {
  const stored = attempt(() => JSON.parse(sessionStorage.getItem(KEY) ?? 'null'));
  return stored && typeof stored.id === 'string' && typeof stored.token === 'string' ? stored : null;
}

/** Storage may be switched off (private mode, policy): then a conversation lasts as long as the page. @param {() => any} action */
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
