/** The chat window: header, notices, messages, composer, footer. Shows a conversation; decides nothing about it. */

import { Composer } from './composer.js';
import { h, icon } from './dom.js';
import { emergencyNumber, phoneHref } from './links.js';
import { MessageList } from './messages.js';
import { endScreen } from './rating.js';

/** @typedef {import('./conversation.js').Conversation} Conversation */
/** @typedef {import('./api.js').Clinic} Clinic */

const WRITING_TOLD_MS = 1500; // a quick reply needs no announcement

export class Panel {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #writingTimer;

  /**
   * @param {Conversation} conversation
   * @param {{texts: import('./texts.js').Texts, language: string, label: string, close: () => void}} options
   */
  constructor(conversation, { texts, language, label, close }) {
    this.conversation = conversation;
    this.texts = texts;
    this.language = language;
    this.close = close;
    /** @type {Clinic} */
    this.clinic = {};
    this.list = new MessageList(texts, language, {
      press: (title, id) => this.#press(title, id),
      retry: () => conversation.retry(),
      edit: (entry) => (conversation.takeBack(entry), this.composer.restore(entry.text), this.composer.focus()),
    });
    this.composer = new Composer(texts, (text) => this.#send(text));
    this.notice = h('div', { class: 'notice', role: 'status' });
    this.typing = h('div', { class: 'typing', hidden: true, 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
    this.writing = h('div', { class: 'hidden', role: 'status' });
    this.confirm = h('div', { class: 'confirm', role: 'group', 'aria-labelledby': 'ask', hidden: true });
    this.footer = h('footer');
    this.talk = h('div', { class: 'talk' }, this.list.element, this.typing, this.list.jump);
    this.ending = h('div', { class: 'ending', hidden: true });
    this.element = h('dialog', { class: 'panel', part: 'panel', lang: language, 'aria-labelledby': 'title', 'aria-describedby': 'identity' });
    this.element.append(this.#header(label), this.menu, this.confirm, this.notice, this.writing, this.talk, this.ending, this.composer.element, this.footer);
    this.#follow();
    this.showClinic({});
  }

  /** @param {Clinic} clinic */
  showClinic(clinic) {
    this.clinic = clinic;
    this.list.clinic = clinic;
    const { texts } = this;
    const number = emergencyNumber(clinic);
    const phone = phoneHref(clinic);
    const person = h('button', { class: 'textual', type: 'button', onclick: () => this.#askForPerson() }, texts.person);
    this.footer.replaceChildren(
      h('p', {}, `${texts.footer} `, h('a', { href: `tel:${number}` }, number), '.'),
      h('p', { class: 'ways' }, person, phone && h('span', {}, `${texts.phone} `, h('a', { href: phone }, clinic.phone || clinic.phone_e164))),
    );
    this.#showState();
  }

  /** Where typing goes on; on a touch screen the list, so that no keyboard jumps up. */
  focus() {
    if (this.conversation.state === 'ended') return this.ending.querySelector('h3')?.focus();
    if (matchMedia('(pointer: coarse)').matches) this.list.element.focus({ preventScroll: true });
    else this.composer.focus();
  }

  /** @param {string} label */
  #header(label) {
    const { texts } = this;
    this.owner = h('p', { class: 'owner', role: 'status' });
    this.menuButton = h('button', { class: 'round', type: 'button', 'aria-label': texts.options, title: texts.options, 'aria-expanded': 'false', 'aria-controls': 'menu', onclick: () => this.#toggleMenu() }, icon('options'));
    const close = h('button', { class: 'round', type: 'button', 'aria-label': texts.close, title: texts.close, onclick: this.close }, icon('close'));
    this.menu = h(
      'div',
      { class: 'menu', id: 'menu', hidden: true },
      h('button', { type: 'button', onclick: () => this.#ask(texts.newAsk, texts.yesNew, () => this.#startAnew()) }, texts.newConversation),
      h('button', { type: 'button', onclick: () => this.#ask(texts.endAsk, texts.yesEnd, () => this.#end()) }, texts.endConversation),
    );
    return h(
      'header',
      {},
      h('span', { class: 'avatar' }, icon('chat')),
      h('div', { class: 'who' }, h('h2', { id: 'title' }, label), h('p', { id: 'identity' }, texts.identity), this.owner),
      this.menuButton,
      close,
    );
  }

  #follow() {
    const { conversation, list } = this;
    conversation.addEventListener('messages', (event) => {
      const { messages, history } = /** @type {CustomEvent} */ (event).detail;
      this.#showState(); // first: a line more in the header makes the list shorter
      list.add(messages, history);
    });
    conversation.addEventListener('outbox', () => {
      list.setOutbox(conversation.outbox);
      this.#showWriting();
      this.#showState();
    });
    conversation.addEventListener('cleared', () => list.clear());
    conversation.addEventListener('state', () => this.#showState());
  }

  /** @param {string} text */
  #send(text) {
    if (this.conversation.state === 'expired') {
      this.composer.restore(text);
      return this.#startAnew();
    }
    this.conversation.send(text);
  }

  /** @param {string} title @param {string} id */
  #press(title, id) {
    this.conversation.send(title, id);
    this.focus(); // the pressed button is disabled now and would lose the focus
  }

  #askForPerson() {
    if (this.conversation.state === 'ended') this.#startAnew();
    this.#send(this.texts.personMessage);
    this.list.toEnd();
  }

  #toggleMenu(open = this.menu.hidden) {
    this.menu.hidden = !open;
    this.menuButton.setAttribute('aria-expanded', String(open));
  }

  /** Esc closes what is open on top first. @returns {boolean} whether there was something */
  dismiss() {
    if (!this.confirm.hidden) return this.#answered(), true;
    if (this.menu.hidden) return false;
    this.#toggleMenu(false);
    this.menuButton.focus();
    return true;
  }

  /** @param {string} question @param {string} yes @param {() => void} action */
  #ask(question, yes, action) {
    this.#toggleMenu(false);
    if (!this.conversation.visitorSpoke || this.conversation.state === 'ended') return action();
    const confirm = h('button', { class: 'primary', type: 'button', onclick: () => (this.#answered(), action()) }, yes);
    const keep = h('button', { class: 'plain', type: 'button', onclick: () => this.#answered() }, this.texts.keep);
    this.confirm.replaceChildren(h('p', { id: 'ask' }, question), h('div', { class: 'actions' }, confirm, keep));
    this.confirm.hidden = false;
    keep.focus();
  }

  #answered() {
    this.confirm.hidden = true;
    this.menuButton.focus();
  }

  #end() {
    const rateable = this.conversation.visitorSpoke;
    const session = this.conversation.end();
    const rate = session && rateable ? (/** @type {number} */ score, /** @type {string} */ comment) => this.conversation.api.rate(session, { score, comment }) : null;
    this.#showEnd(rate);
  }

  /** @param {((score: number, comment: string) => Promise<unknown>) | null} rate */
  #showEnd(rate) {
    const screen = endScreen(this.texts, { rate, again: () => this.#startAnew() });
    this.ending.replaceChildren(screen.element);
    this.#showState();
    screen.title.focus();
  }

  /** A fresh conversation; what was typed and not sent is put back into the field. */
  #startAnew() {
    const { conversation } = this;
    const kept = conversation.takeBackAll();
    if (conversation.state === 'expired') conversation.reset();
    else if (conversation.state !== 'ended') conversation.end();
    conversation.begin();
    this.composer.restore(kept);
    this.focus();
  }

  #showWriting() {
    const { busy } = this.conversation;
    if (busy === !this.typing.hidden) return;
    this.typing.hidden = !busy;
    clearTimeout(this.#writingTimer);
    this.writing.textContent = '';
    if (!busy) return;
    this.#writingTimer = setTimeout(() => (this.writing.textContent = this.texts.writing), WRITING_TOLD_MS);
    this.list.toEnd();
  }

  #showState() {
    const { conversation, texts } = this;
    const ended = conversation.state === 'ended';
    if (ended && !this.ending.firstChild) this.ending.replaceChildren(endScreen(texts, { rate: null, again: () => this.#startAnew() }).element);
    if (!ended) this.ending.replaceChildren();
    this.ending.hidden = !ended;
    this.talk.hidden = ended;
    this.composer.element.hidden = ended;
    setText(this.owner, conversation.owner === 'staff' ? texts.staffHere : '');
    this.#showNotice();
  }

  #showNotice() {
    const [text, action, detail] = this.#currentNotice();
    const key = [text, action?.label, detail, this.clinic.phone].join('|');
    if (this.notice.dataset.key === key) return; // the same words again would be announced again
    this.notice.dataset.key = key;
    this.notice.replaceChildren();
    if (!text) return;
    this.notice.append(h('p', {}, text, detail && ` ${detail}`, ...(detail ? this.#orCall() : [])));
    if (action) this.notice.append(h('button', { class: 'primary', type: 'button', onclick: action.run }, action.label));
  }

  /** @returns {[string, {label: string, run: () => void}?, string?]} text, what can be done, the reason */
  #currentNotice() {
    const { conversation, texts } = this;
    const { state, error } = conversation;
    if (state === 'starting') return [texts.starting];
    if (state === 'expired') return [texts.expired, { label: texts.startAnew, run: () => this.#startAnew() }];
    if (state === 'unreachable') {
      const reason = error?.message || (error?.status === 429 ? texts.startLimit : error?.status ? texts.server : texts.offline);
      return [texts.startFailed, { label: texts.tryAgain, run: () => this.#tryAgain() }, reason];
    }
    return conversation.connected || state !== 'active' ? [''] : [texts.lost];
  }

  #tryAgain() {
    if (this.conversation.outbox.length) this.conversation.retry();
    else this.conversation.begin();
    this.focus();
  }

  /** @returns {(Node | string)[]} */
  #orCall() {
    const phone = phoneHref(this.clinic);
    return phone ? [` ${this.texts.orCall} `, h('a', { href: phone }, this.clinic.phone || this.clinic.phone_e164), '.'] : [];
  }
}

/** Writing the same text again would announce it again. @param {HTMLElement} element @param {string} text */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
