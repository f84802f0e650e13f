/** New messages as they come: server-sent events, with polling while the stream cannot be had. */

import { ApiError } from './api.js';

const HEADERS_MS = 10000;
const SILENCE_MS = 50000; // the server sends a heartbeat well below this
const POLL_MS = 4000;
const POLLS_BEFORE_STREAM = 8;

/**
 * @typedef {object} StreamHooks
 * @property {(signal: AbortSignal) => Promise<Response>} open
 * @property {() => Promise<void>} poll fetches and delivers what is new
 * @property {(data: any) => void} deliver
 * @property {(ok: boolean) => void} onConnection
 * @property {() => void} onGone the conversation is over
 */

export class Stream {
  /** @type {AbortController | null} */
  #running = null;

  /** @param {StreamHooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
  }

  start() {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#run(this.#running.signal);
  }

  stop() {
    this.#running?.abort();
    this.#running = null;
  }

  /** @param {AbortSignal} signal */
  async #run(signal) {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#listen(signal, () => (failures = 0));
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiError && error.gone) return this.hooks.onGone();
      }
      failures += 1;
      await pause(Math.min(1000 * failures, 5000), signal);
      if (failures >= 2) await this.#pollForAWhile(signal);
    }
  }

  /** @param {AbortSignal} signal @param {() => void} onAlive */
  async #listen(signal, onAlive) {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    signal.addEventListener('abort', stop);
    let timer = setTimeout(stop, HEADERS_MS);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, SILENCE_MS);
    };
    try {
      const response = await this.hooks.open(attempt.signal);
      this.hooks.onConnection(true);
      for await (const data of events(response, () => (alive(), onAlive()))) this.hooks.deliver(data);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  /** @param {AbortSignal} signal */
  async #pollForAWhile(signal) {
    for (let turn = 0; turn < POLLS_BEFORE_STREAM && !signal.aborted; turn += 1) {
      try {
        await this.hooks.poll();
        if (!signal.aborted) this.hooks.onConnection(true);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiError && error.gone) {
          this.stop();
          return this.hooks.onGone();
        }
        this.hooks.onConnection(false);
      }
      await pause(POLL_MS, signal);
    }
  }
}

/**
 * Parses a text/event-stream body; yields the data of every `message` event.
 * @param {Response} response @param {() => void} onBytes
 */
async function* events(response, onBytes) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  let buffer = '';
  onBytes();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    onBytes();
    buffer += decoder.decode(value, { stream: true });
    const blocks = buffer.split(/\r?\n\r?\n/);
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = parseEvent(block);
      if (data) yield data;
    }
  }
}

/** @param {string} block one event's lines */
function parseEvent(block) {
  const lines = block.split(/\r?\n/);
  const name = lines.find((line) => line.startsWith('event:'))?.slice(6).trim() ?? 'message';
  const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).replace(/^ /, ''));
  if (name !== 'message' || !data.length) return null;
  try {
    return JSON.parse(data.join('\n'));
  } catch {
    return null; // a torn event: the next poll or reconnect brings it again
  }
}

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
