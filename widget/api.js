/** The public chat API: one method per endpoint. Knows HTTP, and nothing of the page. */

const ANSWER_MS = 25000;
const SHORT_MS = 10000;

/** A request that did not succeed. `status` is 0 when no answer came; `retryAfter` is in seconds, 0 = unknown. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code */
  constructor(status, code, message = '', retryAfter = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The conversation is not known (any more). */
  get gone() {
    return [401, 403, 404, 410].includes(this.status);
  }

  /** Trying the same again can help. */
  get temporary() {
    return !this.status || this.status === 429 || this.status >= 500;
  }
}

async function errorFrom(response) {
  const body = await response.json().catch(() => null); // a proxy's HTML page is no message for a visitor
  const { code = 'error', message = '' } = body?.error ?? {};
  return new ApiError(response.status, code, String(message), Number(response.headers.get('Retry-After')) || 0);
}

export class Api {
  /** @param {string} base address of the gateway, without a slash at the end */
  constructor(base) {
    this.base = base;
  }

  clinic() {
    return this.#json('GET', '/clinic');
  }

  start(body) {
    return this.#json('POST', '/conversations', null, body, ANSWER_MS);
  }

  send(session, body) {
    return this.#json('POST', '/messages', session, body, ANSWER_MS);
  }

  messages(session, after) {
    return this.#json('GET', `/messages?after=${after}`, session);
  }

  rate(session, body) {
    return this.#json('POST', '/rating', session, body);
  }

  end(session) {
    return this.#json('DELETE', '', session);
  }

  /** The event stream. Fetch instead of EventSource, so that the token stays out of the address. */
  async events(session, lastSeq, signal) {
    const response = await this.#fetch('GET', '/events', session, null, signal, { 'Last-Event-ID': lastSeq });
    if (!response.ok) throw await errorFrom(response);
    return response;
  }

  async #json(method, path, session, body, timeout = SHORT_MS) {
    const aborter = new AbortController();
    const timer = setTimeout(() => aborter.abort(), timeout);
    try {
      const response = await this.#fetch(method, path, session, body, aborter.signal);
      if (!response.ok) throw await errorFrom(response);
      return response.status === 204 ? {} : await response.json();
    } catch (error) {
      if (error instanceof ApiError) throw error;
      throw new ApiError(0, aborter.signal.aborted ? 'timeout' : 'network'); // a broken body counts as no answer
    } finally {
      clearTimeout(timer);
    }
  }

  #fetch(method, path, session, body, signal, more) {
    const place = session ? `/conversations/${encodeURIComponent(session.id)}` : '';
    return fetch(`${this.base}/api/v1${place}${path}`, {
      method,
      body: body && JSON.stringify(body),
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(session && { Authorization: `Bearer ${session.token}` }),
        ...more,
      },
      signal,
      keepalive: method === 'DELETE', // goes out even while the page is being left
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  }
}
