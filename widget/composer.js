/** Where the visitor types. */

import { h, icon } from './dom.js';
import { fill } from './texts.js';

const LIMIT = 2000; // what the assistant reads; a longer text is still sent, because danger words in it must be seen
const COUNT_FROM = 1800;

export class Composer {
  /** @param {Texts} texts @param {(text: string) => void} send */
  constructor(texts, send) {
    this.texts = texts;
    this.send = send;
    this.field = h('textarea', {
      id: 'text',
      rows: 1,
      dir: 'auto',
      placeholder: texts.placeholder,
      enterkeyhint: 'send',
      'aria-describedby': 'hint',
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
    });
    this.hint = h('p', { id: 'hint', class: 'small' }, texts.hint);
    this.element = h(
      'form',
      { class: 'composer', onsubmit: (event) => (event.preventDefault(), this.#submit()) },
      h('label', { for: 'text', class: 'hidden' }, texts.composer),
      h('div', { class: 'field' }, this.field, h('button', { class: 'round', 'aria-label': texts.send }, icon('send'))),
      this.hint,
    );
  }

  focus() {
    this.field.focus();
  }

  /** Puts text into the field, before what is typed already. */
  restore(text) {
    this.field.value = [text, this.field.value].filter(Boolean).join('\n');
    this.#changed();
  }

  /** Enter sends, Shift+Enter makes a line; while an input method composes (229), Enter is its own. */
  #key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.field.value.trim();
    this.focus();
    if (!text) return;
    this.field.value = '';
    this.#changed();
    this.send(text);
  }

  #changed() {
    const { length } = this.field.value;
    this.hint.textContent = length < COUNT_FROM ? this.texts.hint : fill(this.texts.counter, { n: length, max: LIMIT });
    this.hint.classList.toggle('wrong', length > LIMIT);
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight}px`;
  }
}
