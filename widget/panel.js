/** The chat window: header, notices, messages, composer, footer. Shows a conversation; decides nothing about it. */

import { Composer } from './composer.js';
import { button, h, icon } from './dom.js';
import { emergencyNumber, phoneLink } from './links.js';
import { MessageList } from './messages.js';
import { endScreen } from './rating.js';
import { en } from './texts.js';

const WRITING_TOLD_MS = 1500; // a quick reply needs no announcement

export class Panel {
  #writingTimer;
  /** @type {Clinic} */
  #clinic = {};

  /**
   * @param {import('./conversation.js').Conversation} conversation
   * @param {Texts} texts @param {string} language @param {() => void} close
   */
  constructor(conversation, texts, language, close) {
    this.conversation = conversation;
    this.texts = texts;
    this.list = new MessageList(texts, language, {
      press: (title, id) => (conversation.send(title, id), this.focus()), // the pressed button is disabled now
      retry: () => conversation.retry(),
      edit: (entry) => (this.composer.restore(conversation.takeBack([entry])), this.composer.focus()),
    });
    this.composer = new Composer(texts, (text) => this.#send(text));
    this.owner = h('p', { role: 'status' });
    this.menuButton = button('round', () => this.#toggleMenu(this.menu.hidden), icon('options'), { 'aria-label': texts.options, 'aria-expanded': 'false' });
    this.menu = h('div', { class: 'menu', hidden: true }, ...this.#choices());
    this.confirm = h('div', { class: 'notice', role: 'group', 'aria-labelledby': 'ask', hidden: true });
    this.notice = h('div', { class: 'notice', role: 'status' });
    this.typing = h('div', { class: 'typing', hidden: true }, h('i'), h('i'), h('i'));
    this.writing = h('p', { class: 'hidden writing', role: 'status' });
    this.talk = h('div', { class: 'talk' }, this.list.element, this.typing, this.writing, this.list.jump);
    this.ending = h('div', { class: 'ending' });
    this.footer = h('div', { class: 'footer small' });
    const title = h('div', { class: 'who' }, h('h2', { id: 'title' }, texts.title), h('p', { id: 'identity' }, texts.identity), this.owner);
    const header = h('div', { class: 'head' }, icon('chat'), title, this.menuButton, button('round', close, icon('close'), { 'aria-label': texts.close }));
    this.element = h(
      'dialog',
      { class: 'panel', part: 'panel', lang: language, 'aria-labelledby': 'title', 'aria-describedby': 'identity' },
      ...[header, this.menu, this.confirm, this.notice, this.talk, this.ending, this.composer.element, this.footer],
    );
    this.#follow();
  }

  showClinic(clinic) {
    const { texts } = this;
    const number = emergencyNumber(clinic);
    const phone = phoneLink(clinic);
    this.#clinic = this.list.clinic = clinic;
    this.footer.replaceChildren(
      h('p', {}, `${texts.footer} `, h('a', { href: `tel:${number}` }, number), '.'),
      h('p', { class: 'ways' }, button('textual', () => this.#send(en.person), texts.person), phone && h('span', {}, `${texts.phone} `, phone)),
    );
    this.#show();
  }

  /** Where typing goes on; on a touch screen the list, so that no keyboard jumps up. */
  focus() {
    if (this.conversation.state === 'ended') this.ending.querySelector('h3').focus();
    else if (matchMedia('(pointer: coarse)').matches) this.list.element.focus({ preventScroll: true });
    else this.composer.focus();
  }

  /** Esc closes first what is open on top. */
  dismiss() {
    const open = !this.confirm.hidden || !this.menu.hidden;
    this.confirm.hidden = true;
    this.#toggleMenu(false);
    if (open) this.menuButton.focus();
    return open;
  }

  #choices() {
    const { texts } = this;
    return [
      button('', () => this.#ask(() => this.#startAnew()), texts.newConversation),
      button('', () => this.#ask(() => this.#end()), texts.endConversation),
    ];
  }

  #follow() {
    this.conversation.addEventListener('messages', (/** @type {any} */ { detail: { messages, history } }) => {
      this.#show(); // first: a line more in the header makes the list shorter
      this.list.add(messages, history);
    });
    this.conversation.addEventListener('cleared', () => this.list.clear());
    this.conversation.addEventListener('change', () => this.#show());
  }

  #send(text) {
    const { state } = this.conversation;
    if (state === 'expired') return this.composer.restore(text), this.#startAnew();
    if (state === 'ended') this.#startAnew();
    this.conversation.send(text);
  }

  #toggleMenu(open) {
    this.menu.hidden = !open;
    this.menuButton.setAttribute('aria-expanded', open);
  }

  #ask(action) {
    this.#toggleMenu(false);
    if (!this.conversation.visitorSpoke || this.conversation.state === 'ended') return action();
    const keep = button('plain', () => this.dismiss(), this.texts.keep);
    const go = button('primary', () => (this.dismiss(), action()), this.texts.yesEnd);
    this.confirm.replaceChildren(h('p', { id: 'ask' }, this.texts.endAsk), h('div', { class: 'row' }, go, keep));
    this.confirm.hidden = false;
    keep.focus();
  }

  #end() {
    const { conversation } = this;
    const rateable = conversation.visitorSpoke;
    const session = conversation.end();
    this.#showEnd(rateable && session ? (score, comment) => conversation.api.rate(session, { score, comment }) : null);
    this.focus();
  }

  #showEnd(rate) {
    this.ending.replaceChildren(endScreen(this.texts, rate, () => this.#startAnew()));
  }

  /** A fresh conversation; what was typed and not sent is put back into the field. */
  #startAnew() {
    const { conversation } = this;
    const kept = conversation.takeBack(conversation.outbox);
    if (conversation.state === 'expired') conversation.reset(false, 'idle');
    else conversation.end();
    conversation.begin();
    this.composer.restore(kept);
    this.focus();
  }

  #show() {
    const { conversation, texts } = this;
    const ended = conversation.state === 'ended';
    this.list.setOutbox(conversation.outbox);
    if (!ended) this.ending.replaceChildren();
    else if (!this.ending.firstChild) this.#showEnd();
    this.ending.hidden = !ended;
    this.talk.hidden = this.composer.element.hidden = ended;
    setText(this.owner, conversation.owner === 'staff' ? texts.staffHere : '');
    this.#showWriting(conversation.busy);
    this.#showNotice();
  }

  #showWriting(busy) {
    if (busy === !this.typing.hidden) return;
    this.typing.hidden = !busy;
    clearTimeout(this.#writingTimer);
    this.writing.textContent = '';
    if (!busy) return;
    this.list.reveal();
    this.#writingTimer = setTimeout(() => setText(this.writing, this.texts.writing), WRITING_TOLD_MS);
  }

  #showNotice() {
    const { state, error, connected } = this.conversation;
    const { texts } = this;
    const again = button('primary', () => (this.conversation.begin(), this.conversation.retry(), this.focus()), texts.tryAgain);
    const anew = button('primary', () => this.#startAnew(), texts.startAnew);
    const phone = phoneLink(this.#clinic);
    const reason = error?.message || (error?.status ? texts.server : texts.offline);
    const notices = {
      starting: [h('p', {}, texts.starting)],
      expired: [h('p', {}, texts.expired), anew],
      unreachable: [h('p', {}, `${texts.startFailed} ${reason} `, phone && `${texts.phone} `, phone), again],
      active: connected ? [] : [h('p', {}, texts.lost)],
    };
    const nodes = notices[state] ?? [];
    const words = nodes.map((node) => node.textContent).join();
    if (this.notice.dataset.words === words) return; // the same words again would be announced again
    this.notice.dataset.words = words;
    this.notice.replaceChildren(...nodes);
  }
}

/** Writing the same text again would announce it again. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
