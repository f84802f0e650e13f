/** Where the visitor types. */

import { h, icon } from './dom.js';
import { fill } from './texts.js';

export const LIMIT = 2000; // characters the server reads; a longer text is still sent, so that danger words in it are seen
const COUNT_FROM = 1800;

export class Composer {
  /** @param {import('./texts.js').Texts} texts @param {(text: string) => void} send */
  constructor(texts, send) {
    this.texts = texts;
    this.send = send;
    this.field = h('textarea', {
      id: 'text',
      rows: '1',
      dir: 'auto',
      placeholder: texts.placeholder,
      enterkeyhint: 'send',
      autocomplete: 'off',
      'aria-describedby': 'hint count',
      oninput: () => this.#changed(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    });
    this.count = h('span', { id: 'count', class: 'count', hidden: true });
    const button = h('button', { class: 'send', type: 'submit', 'aria-label': texts.send, title: texts.send }, icon('send'));
    this.element = h(
      'form',
      { class: 'composer', novalidate: true, onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.#submit()) },
      h('label', { for: 'text', class: 'hidden' }, texts.composer),
      h('div', { class: 'field' }, this.field, button),
      h('p', { class: 'hint' }, h('span', { id: 'hint' }, texts.hint), this.count),
    );
  }

  focus() {
    this.field.focus();
  }

  /** Puts text into the field, before what is typed already. @param {string} text */
  restore(text) {
    if (!text) return;
    this.field.value = this.field.value ? `${text}\n${this.field.value}` : text;
    this.#changed();
  }

  clear() {
    this.field.value = '';
    this.#changed();
  }

  /** Enter sends, Shift+Enter makes a line; while an input method composes, Enter is its own. @param {KeyboardEvent} event */
  #key(event) {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || composing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.field.value.trim();
    if (!text) return this.focus();
    this.clear();
    this.send(text);
  }

  #changed() {
    const { length } = this.field.value;
    const over = length > LIMIT;
    this.count.hidden = length < COUNT_FROM;
    this.count.classList.toggle('over', over);
    this.count.textContent = this.count.hidden ? '' : fill(over ? this.texts.over : this.texts.counter, { n: length, max: LIMIT });
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}
