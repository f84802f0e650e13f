/** The public chat API, one method per endpoint. Knows HTTP; knows nothing of the page. */

/** A button below a message. @typedef {{id: string, title: string}} Button */
/**
 * @typedef {object} Message
 * @property {number} seq
 * @property {string} id
 * @property {'visitor' | 'bot' | 'staff'} role
 * @property {string} kind
 * @property {string} text
 * @property {Button[]} [buttons]
 * @property {{article: string, section?: string, title?: string}[]} [sources]
 * @property {string} [lang]
 * @property {string} [client_id]
 * @property {string} created_at
 */
/** @typedef {{id: string, token: string}} Session */
/** @typedef {{name?: string, phone?: string, phone_e164?: string, email?: string, emergency_number?: string}} Clinic */

const ANSWER_TIMEOUT = 25000;
const SHORT_TIMEOUT = 10000;

/** A request that did not succeed. `status` is 0 when no answer came at all. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {number} retryAfter seconds, 0 = unknown */
  constructor(status, code, message, retryAfter = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The conversation or its token is not known (any more). */
  get gone() {
    return this.status === 401 || this.status === 403 || this.status === 404 || this.status === 410;
  }

  /** Trying the same again can help. */
  get temporary() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** @param {Response} response @returns {Promise<ApiError>} */
async function errorFrom(response) {
  const body = await response.json().catch(() => null); // a proxy's HTML page is no message for a visitor
  const { code = 'error', message = '' } = body?.error ?? {};
  const wait = Number(response.headers.get('Retry-After'));
  return new ApiError(response.status, String(code), String(message), wait > 0 ? wait : 0);
}

export class Api {
  /** @param {string} base origin (and path) of the gateway, without a slash at the end */
  constructor(base) {
    this.base = base;
  }

  /** @returns {Promise<Clinic>} */
  clinic() {
    return this.#json('GET', '/clinic', { timeout: SHORT_TIMEOUT });
  }

  /** @param {{locale: string, page: string, timezone: string}} body */
  start(body) {
    return this.#json('POST', '/conversations', { body, timeout: ANSWER_TIMEOUT });
  }

  /** @param {Session} session @param {object} body @returns {Promise<{messages: Message[], owner?: string}>} */
  send(session, body) {
    return this.#json('POST', `${this.#path(session)}/messages`, { session, body, timeout: ANSWER_TIMEOUT });
  }

  /** @param {Session} session @param {number} after @returns {Promise<{messages: Message[], owner?: string}>} */
  messages(session, after) {
    return this.#json('GET', `${this.#path(session)}/messages?after=${after}`, { session, timeout: SHORT_TIMEOUT });
  }

  /** @param {Session} session @param {{score: number, comment: string}} body */
  rate(session, body) {
    return this.#json('POST', `${this.#path(session)}/rating`, { session, body, timeout: SHORT_TIMEOUT });
  }

  /** Ends the conversation; goes out even while the page is being left. @param {Session} session */
  end(session) {
    return this.#json('DELETE', this.#path(session), { session, timeout: SHORT_TIMEOUT, keepalive: true });
  }

  /**
   * Opens the event stream. Fetch instead of EventSource: the token stays out of the address.
   * @param {Session} session @param {number} lastSeq @param {AbortSignal} signal
   */
  async events(session, lastSeq, signal) {
    const headers = { Accept: 'text/event-stream', Authorization: `Bearer ${session.token}` };
    const response = await this.#fetch(`${this.#path(session)}/events`, {
      headers: { ...headers, ...(lastSeq ? { 'Last-Event-ID': String(lastSeq) } : {}) },
      signal,
    });
    if (!response.ok) throw await errorFrom(response);
    return response;
  }

  /** @param {Session} session */
  #path(session) {
    return `/conversations/${encodeURIComponent(session.id)}`;
  }

  /**
   * @param {string} method @param {string} path
   * @param {{session?: Session, body?: object, timeout: number, keepalive?: boolean}} options
   */
  async #json(method, path, { session, body, timeout, keepalive }) {
    const aborter = new AbortController();
    const timer = setTimeout(() => aborter.abort('timeout'), timeout);
    try {
      const response = await this.#fetch(path, {
        method,
        keepalive,
        headers: {
          ...(body ? { 'Content-Type': 'application/json' } : {}),
          ...(session ? { Authorization: `Bearer ${session.token}` } : {}),
        },
        body: body && JSON.stringify(body),
        signal: aborter.signal,
      });
      if (!response.ok) throw await errorFrom(response);
      return response.status === 204 ? {} : await response.json();
    } catch (error) {
      if (error instanceof ApiError) throw error;
      // A broken body counts as no answer: the same request may be sent again.
      throw new ApiError(0, aborter.signal.aborted ? 'timeout' : 'network', '');
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {string} path @param {RequestInit} init */
  #fetch(path, init) {
    return fetch(`${this.base}/api/v1${path}`, {
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      ...init,
    });
  }
}
