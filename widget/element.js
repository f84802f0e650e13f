/** The custom element: launcher, window, attributes, host API. Importing it registers nothing (chat.js does). */

import { Api } from './api.js';
import { Conversation } from './conversation.js';
import { button, h, icon } from './dom.js';
import { Panel } from './panel.js';
import { SessionStore } from './session.js';
import { styles } from './styles.js';
import { fill, pickTexts } from './texts.js';

const PHONE_SIZE = matchMedia('(max-width: 30rem), (max-height: 28rem)');
const HERE = import.meta.url.split('/widget/')[0];

export class ConsultationChat extends HTMLElement {
  static observedAttributes = ['open', 'label'];

  #root = this.attachShadow({ mode: 'open' });
  // all listeners outside the element end with it
  #life = null;
  // the page's own button that opened the window
  #opener = null;
  #badge = h('span', { class: 'unread' });
  #unread = 0;
  #clinicAsked = false;

  connectedCallback() {
    if (this.#life) return;
    this.#life = new AbortController();
    this.#build();
    this.#watchPage(this.#life.signal);
    this.#tell('ready');
    if (this.store.session) this.#resume();
    if (this.hasAttribute('open')) this.open();
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#life = null;
    this.conversation.pause();
    this.store.close();
  }

  attributeChangedCallback(name) {
    if (!this.#life) return;
    if (name === 'label') this.#nameLauncher();
    else if (this.hasAttribute('open')) this.open();
    else this.close();
  }

  /** Opens the window and moves the focus into it. */
  open(opener = null) {
    if (!this.#life || this.panel.element.open) return;
    this.#opener = opener;
    this.#show(true);
    this.panel.focus();
    this.#begin();
    this.#tell('open');
  }

  /** Closes the window; the conversation goes on. */
  close() {
    if (!this.#life || !this.panel.element.open) return;
    const hadFocus = this.#root.activeElement;
    this.panel.element.close();
    this.launcher.hidden = false;
    if (hadFocus) (this.#opener ?? this.launcher).focus();
    this.store.rememberOpen(false);
    this.removeAttribute('open');
    this.#tell('close');
  }

  #build() {
    const { language, texts } = pickTexts([this.getAttribute('locale'), this.closest('[lang]')?.getAttribute('lang'), navigator.language]);
    this.texts = texts;
    this.store = new SessionStore((id) => this.conversation.endedElsewhere(id));
    this.conversation = new Conversation(new Api(this.#apiBase()), this.store, () => this.#introduction(language));
    this.panel = new Panel(this.conversation, texts, language, () => this.close());
    this.launcher = button('launcher', () => this.open(), '', { part: 'launcher', 'aria-haspopup': 'dialog' });
    this.#root.adoptedStyleSheets = [styles()];
    this.#root.replaceChildren(h('section', { lang: language, 'aria-label': texts.title }, this.launcher, this.panel.element));
    this.#nameLauncher();
    this.panel.showClinic(this.#clinicFromPage());
    this.#followConversation();
    this.panel.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      if (!this.panel.dismiss()) this.close();
    });
    this.panel.element.addEventListener('cancel', (event) => (event.preventDefault(), this.close())); // a phone's back gesture
  }

  #watchPage(signal) {
    const conversation = this.conversation;
    const watched = /** @type {any[][]} */ ([
      [document, 'visibilitychange', () => (document.hidden ? conversation.pause() : conversation.listen())],
      [document, 'click', (event) => this.#openFromPage(event)],
      [window, 'online', () => conversation.retry()],
      [window, 'beforeunload', (event) => conversation.outbox.length && event.preventDefault()],
      [PHONE_SIZE, 'change', () => this.panel.element.open && this.#reshow()],
      [visualViewport, 'resize', () => this.#fitKeyboard()],
      [visualViewport, 'scroll', () => this.#fitKeyboard()],
    ]);
    for (const [target, name, listener] of watched) target?.addEventListener(name, listener, { signal });
  }

  /** A page's own link or button with data-open-chat opens the window. */
  #openFromPage(event) {
    const opener = event.target.closest('[data-open-chat]');
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(opener);
  }

  #followConversation() {
    this.conversation.addEventListener('messages', (/** @type {any} */ { detail: { messages, history } }) => {
      if (history || this.panel.element.open) return;
      this.#count(this.#unread + messages.filter((message) => message.role !== 'visitor').length);
    });
    this.conversation.addEventListener('change', () => {
      const { state, error } = this.conversation;
      if (state === 'unreachable' && error !== this.lastError) this.#tell('error', { code: error?.code, status: error?.status });
      this.lastError = error;
    });
  }

  /** Continues after a page load, without taking the focus and without covering a phone's page. */
  #resume() {
    if (this.store.wasOpen && !PHONE_SIZE.matches) this.#show(false);
    this.#begin();
  }

  async #begin() {
    this.#askClinic();
    await this.conversation.begin();
    if (this.panel.element.open) this.store.rememberOpen(true);
    if (document.hidden) this.conversation.pause();
  }

  /** On a phone the window covers the page, so it is modal: what is behind must be out of reach. */
  #show(takeFocus) {
    const dialog = this.panel.element;
    if (PHONE_SIZE.matches) dialog.showModal();
    else if (takeFocus) dialog.show();
    else dialog.open = true;
    this.launcher.hidden = true;
    this.#count(0);
    this.#fitKeyboard();
    this.panel.list.reveal();
    this.store.rememberOpen(true);
    this.setAttribute('open', '');
  }

  /** The screen was turned or zoomed: window and full screen change over. */
  #reshow() {
    const focused = /** @type {any} */ (this.#root.activeElement);
    this.panel.element.close();
    this.#show(Boolean(focused));
    focused?.focus();
  }

  /** A phone's keyboard covers the lower part of the page without resizing it. */
  #fitKeyboard() {
    const view = visualViewport;
    if (!view || view.scale > 1.05) return;
    this.panel.element.style.setProperty('--view-height', `${view.height}px`);
    this.panel.element.style.setProperty('--view-top', `${view.offsetTop}px`);
  }

  #nameLauncher() {
    this.launcher.replaceChildren(icon('chat'), h('span', {}, this.getAttribute('label')?.trim() || this.texts.launcher), this.#badge);
  }

  #count(unread) {
    this.#unread = unread;
    this.#badge.textContent = unread ? fill(this.texts.unread, { n: unread }) : '';
  }

  #apiBase() {
    const address = this.getAttribute('api') ?? '';
    return /^(https?:\/)?\//.test(address) ? new URL(address, document.baseURI).href.replace(/[?#].*|\/$/g, '') : HERE;
  }

  /** Of the page never the query or fragment is told, which may hold what a person typed. */
  #introduction(locale) {
    const page = new URL(URL.canParse(this.getAttribute('page') ?? '') ? this.getAttribute('page') : location.href);
    return { locale, page: page.origin + page.pathname, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  }

  /** The phone link inside the element, the fallback without scripts. */
  #clinicFromPage() {
    const link = this.querySelector('a[href^="tel:"]');
    return { phone: link?.textContent?.trim(), phone_e164: link?.getAttribute('href')?.slice(4) };
  }

  async #askClinic() {
    if (this.#clinicAsked) return;
    this.#clinicAsked = true;
    try {
      this.panel.showClinic(await this.conversation.api.clinic());
    } catch {
      this.#clinicAsked = false; // asked again next time; the page's own phone link stands meanwhile
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
