/** Where the token lives: in this tab's sessionStorage and, when asked for, with the site's other open tabs. */

const KEY = 'consultation-chat';
const ASK_MS = 150;

export class SessionStore {
  #channel = new BroadcastChannel(KEY);
  /** @type {Session & {open?: boolean} | null} */
  #value = attempt(() => JSON.parse(sessionStorage.getItem(KEY) ?? 'null'));

  /** @param {(id: string) => void} endedElsewhere another tab ended the conversation */
  constructor(endedElsewhere) {
    this.#channel.addEventListener('message', ({ data }) => {
      if (data.type === 'who' && this.#value) this.#channel.postMessage({ type: 'session', ...this.#value });
      if (data.type === 'ended') endedElsewhere(data.id);
    });
  }

  /** @returns {Session | null} */
  get session() {
    return this.#value;
  }

  get wasOpen() {
    return Boolean(this.#value?.open);
  }

  keep({ id, token }, open = this.wasOpen) {
    this.#value = { id, token, open };
    attempt(() => sessionStorage.setItem(KEY, JSON.stringify(this.#value)));
  }

  rememberOpen(open) {
    if (this.#value) this.keep(this.#value, open);
  }

  forget(tellOthers) {
    if (tellOthers && this.#value) this.#channel.postMessage({ type: 'ended', id: this.#value.id });
    this.#value = null;
    attempt(() => sessionStorage.removeItem(KEY));
  }

  /** Asks the other tabs for a running conversation. */
  askOtherTabs() {
    return new Promise((resolve) => {
      this.#channel.onmessage = ({ data }) => data.type === 'session' && resolve(data);
      this.#channel.postMessage({ type: 'who' });
      setTimeout(resolve, ASK_MS, null);
    });
  }

  close() {
    this.#channel.close();
  }
}

/** Storage may be switched off: then a conversation lasts as long as its page. */
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
