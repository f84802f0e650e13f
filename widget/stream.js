/** New messages as they come: server-sent events, and polling while the stream cannot be had. */

const HEADERS_MS = 10000;
const SILENCE_MS = 50000; // the server's heartbeat is well below this
const POLL_MS = 4000;
const POLLS = 8; // then the stream is tried again

export class Stream {
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

  async #run(signal) {
    for (let failures = 1; !signal.aborted; failures += 1) {
      await this.#guard(signal, () => this.#listen(signal, () => (failures = 0)));
      await pause(Math.min(1000 * failures, 5000), signal);
      for (let turn = 0; failures > 1 && turn < POLLS && !signal.aborted; turn += 1) {
        const ok = await this.#guard(signal, this.hooks.poll);
        if (!signal.aborted) this.hooks.connected(ok);
        await pause(POLL_MS, signal);
      }
    }
  }

  async #guard(signal, action) {
    try {
      await action();
      return true;
    } catch (error) {
      if (!signal.aborted && error.gone) {
        this.stop();
        this.hooks.gone();
      }
      return false;
    }
  }

  async #listen(signal, onAlive) {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    let timer = setTimeout(stop, HEADERS_MS);
    signal.addEventListener('abort', stop);
    try {
      const response = await this.hooks.open(attempt.signal);
      this.hooks.connected(true);
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      for (let rest = '', part; (part = await reader.read()), !part.done; ) {
        onAlive();
        clearTimeout(timer);
        timer = setTimeout(stop, SILENCE_MS);
        const blocks = (rest + decoder.decode(part.value, { stream: true })).split(/\r?\n\r?\n/);
        rest = blocks.pop() ?? '';
        blocks.map(parse).forEach((message) => message && this.hooks.deliver(message));
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }
}

/** The data of a `message` event. */
function parse(block) {
  const data = block.match(/^data:.*$/gm)?.map((line) => line.slice(5)).join('\n');
  if (!data || !/^event: ?message$/m.test(block)) return null;
  try {
    return JSON.parse(data);
  } catch {
    return null; // torn: the next poll or reconnect brings it again
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve(null)), { once: true });
  });
}
