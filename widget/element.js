/** The custom element: launcher, window, attributes, host API. Importing it registers nothing (chat.js does). */

import { Api } from './api.js';
import { Conversation } from './conversation.js';
import { h, icon } from './dom.js';
import { phoneHref } from './links.js';
import { Panel } from './panel.js';
import { SessionStore } from './session.js';
import { styles } from './styles.js';
import { fill, pickLanguage, textsFor } from './texts.js';

/** @typedef {import('./api.js').Clinic} Clinic */

const PHONE_SIZE = '(max-width: 30rem), (max-height: 28rem)';
const HERE = import.meta.url.split('/widget/')[0];
const OPENER = '[data-open-chat]';

export class ConsultationChat extends HTMLElement {
  static observedAttributes = ['open', 'label'];

  #root = this.attachShadow({ mode: 'open' });
  #phoneSize = matchMedia(PHONE_SIZE);
  /** @type {AbortController | null} all listeners outside the element end with it */
  #life = null;
  /** @type {SessionStore} */
  #store;
  /** @type {Conversation} */
  #conversation;
  /** @type {Panel} */
  #panel;
  /** @type {HTMLButtonElement} */
  #launcher;
  #badge = h('span', { class: 'unread', hidden: true });
  #unread = 0;
  /** @type {HTMLElement | null} the page's own button that opened the window */
  #opener = null;
  #clinicAsked = false;

  connectedCallback() {
    if (this.#life) return;
    this.#life = new AbortController();
    this.#build();
    this.#watchPage(this.#life.signal);
    this.#emit('ready');
    if (this.#store.session) this.#resume();
    if (this.hasAttribute('open')) this.open();
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#life = null;
    this.#conversation.pause();
    this.#store.close();
    this.#root.replaceChildren();
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.#life) return;
    if (name === 'label') this.#nameLauncher();
    else if (this.hasAttribute('open')) this.open();
    else this.close();
  }

  /** Opens the window and moves the focus into it. @param {HTMLElement | null} opener gets the focus back */
  open(opener = null) {
    if (!this.#life) return this.setAttribute('open', '');
    if (this.#panel.element.open) return;
    this.#opener = opener;
    this.#show(true);
    this.#panel.focus();
    this.#begin();
    this.#emit('open');
  }

  /** Closes the window; the conversation goes on. The focus goes back to the launcher. */
  close() {
    if (!this.#life || !this.#panel.element.open) return;
    const hadFocus = this.#root.activeElement !== null;
    this.#panel.element.close();
    this.#launcher.hidden = false;
    if (hadFocus) (this.#opener ?? this.#launcher).focus();
    this.#store.rememberOpen(false);
    this.removeAttribute('open');
    this.#emit('close');
  }

  get #language() {
    return pickLanguage([this.getAttribute('locale'), this.closest('[lang]')?.getAttribute('lang'), navigator.language]);
  }

  #build() {
    const language = this.#language;
    const texts = textsFor(language);
    this.#store = new SessionStore((id) => this.#conversation.endedElsewhere(id));
    this.#conversation = new Conversation(new Api(this.#apiBase()), this.#store, () => this.#introduction(language));
    this.#panel = new Panel(this.#conversation, { texts, language, label: texts.title, close: () => this.close() });
    this.#launcher = h('button', { class: 'launcher', part: 'launcher', type: 'button', lang: language, 'aria-haspopup': 'dialog', onclick: () => this.open() });
    this.#root.adoptedStyleSheets = [styles()];
    this.#root.replaceChildren(this.#launcher, this.#panel.element);
    this.#nameLauncher();
    this.#panel.showClinic(this.#clinicFromPage());
    this.#followConversation();
    this.#panel.element.addEventListener('cancel', (/** @type {Event} */ event) => (event.preventDefault(), this.#escape()));
    this.#panel.element.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.#escape();
    });
  }

  /** @param {AbortSignal} signal */
  #watchPage(signal) {
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#conversation.pause() : this.#conversation.listen()), { signal });
    document.addEventListener('click', (event) => this.#openFromPage(event), { signal });
    addEventListener('online', () => this.#conversation.retry(), { signal });
    addEventListener('pageshow', (event) => event.persisted && this.#conversation.listen(), { signal });
    addEventListener('beforeunload', (event) => this.#conversation.outbox.length && event.preventDefault(), { signal });
    this.#phoneSize.addEventListener('change', () => this.#panel.element.open && this.#reshow(), { signal });
    visualViewport?.addEventListener('resize', () => this.#fitKeyboard(), { signal });
    visualViewport?.addEventListener('scroll', () => this.#fitKeyboard(), { signal });
  }

  /** @param {MouseEvent} event */
  #openFromPage(event) {
    const opener = /** @type {Element} */ (event.target).closest?.(OPENER);
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(/** @type {HTMLElement} */ (opener));
  }

  #followConversation() {
    const conversation = this.#conversation;
    conversation.addEventListener('messages', (event) => {
      const { messages, history } = /** @type {CustomEvent} */ (event).detail;
      if (!history && !this.#panel.element.open) this.#count(messages.filter((/** @type {any} */ message) => message.role !== 'visitor').length);
    });
    conversation.addEventListener('state', () => {
      if (conversation.state === 'unreachable') this.#emit('error', { code: conversation.error?.code, status: conversation.error?.status });
    });
  }

  /** Continues a conversation after a page load, without taking the focus and without covering a phone's page. */
  async #resume() {
    const wasOpen = this.#store.wasOpen && !this.#phoneSize.matches;
    if (wasOpen) this.#show(false);
    await this.#begin();
  }

  async #begin() {
    this.#askClinic();
    await this.#conversation.begin();
    if (this.#panel.element.open) this.#store.rememberOpen(true);
    if (document.hidden) this.#conversation.pause();
  }

  /** On a phone the window covers the page, so the page behind must be out of reach: a modal dialog. @param {boolean} takeFocus */
  #show(takeFocus) {
    const dialog = this.#panel.element;
    if (this.#phoneSize.matches) dialog.showModal();
    else if (takeFocus) dialog.show();
    else dialog.open = true;
    this.#launcher.hidden = true;
    this.#count(-this.#unread);
    this.#fitKeyboard();
    this.#panel.list.toEnd();
    this.#store.rememberOpen(true);
    if (takeFocus) this.setAttribute('open', '');
  }

  /** The screen was turned or zoomed: window and full screen change over. */
  #reshow() {
    const focused = /** @type {HTMLElement | null} */ (this.#root.activeElement);
    this.#panel.element.close();
    this.#show(focused !== null);
    focused?.focus();
  }

  #escape() {
    if (!this.#panel.dismiss()) this.close();
  }

  /** A phone's keyboard covers the page's lower part without resizing it. */
  #fitKeyboard() {
    const view = visualViewport;
    if (!view || !this.#panel.element.open || view.scale > 1.05) return;
    this.#panel.element.style.setProperty('--view-height', `${view.height}px`);
    this.#panel.element.style.setProperty('--view-top', `${view.offsetTop}px`);
  }

  #nameLauncher() {
    const texts = textsFor(this.#language);
    const label = this.getAttribute('label')?.trim() || texts.launcher;
    this.#launcher.replaceChildren(icon('chat'), h('span', {}, label), this.#badge);
  }

  /** @param {number} change */
  #count(change) {
    this.#unread += change;
    this.#badge.hidden = !this.#unread;
    this.#badge.textContent = this.#unread ? fill(textsFor(this.#language).unread, { n: this.#unread }) : '';
  }

  #apiBase() {
    const address = new URL(this.getAttribute('api') || HERE, document.baseURI);
    const allowed = address.protocol === 'https:' || address.protocol === 'http:';
    return (allowed ? address.href : HERE).replace(/[?#].*$/, '').replace(/\/$/, '');
  }

  /** What a conversation is told about the page: never its query or fragment, which may hold what a person typed. @param {string} locale */
  #introduction(locale) {
    const page = new URL(this.getAttribute('page') || location.href, document.baseURI);
    return { locale, page: page.origin + page.pathname, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC' };
  }

  /** The phone link in the light DOM is the fallback without scripts; with scripts it fills the footer at once. @returns {Clinic} */
  #clinicFromPage() {
    const link = this.querySelector('a[href^="tel:"]');
    const clinic = { phone: link?.textContent?.trim() || '', phone_e164: link?.getAttribute('href')?.slice(4) };
    return phoneHref(clinic) ? clinic : {};
  }

  async #askClinic() {
    if (this.#clinicAsked) return;
    this.#clinicAsked = true;
    try {
      const clinic = await this.#conversation.api.clinic();
      this.#panel.showClinic({ ...this.#clinicFromPage(), ...clinic });
    } catch {
      this.#clinicAsked = false; // asked again with the next try; the page's own phone link stands meanwhile
    }
  }

  /** @param {'ready' | 'open' | 'close' | 'error'} name @param {object} [detail] */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: false }));
  }
}
