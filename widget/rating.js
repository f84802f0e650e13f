/** What is shown when a conversation has ended: one question, and the way to a new conversation. */

import { h } from './dom.js';

const SCORES = [1, 2, 3, 4, 5];

/**
 * @param {import('./texts.js').Texts} texts
 * @param {{rate: ((score: number, comment: string) => Promise<unknown>) | null, again: () => void}} hooks
 *        `rate` is null when there is nothing to rate
 */
export function endScreen(texts, { rate, again }) {
  const title = h('h3', { tabindex: '-1' }, texts.endedTitle);
  const start = h('button', { class: 'plain', type: 'button', onclick: again }, texts.newConversation);
  const screen = h('div', { class: 'ended' }, title, h('p', {}, texts.endedText));
  if (rate) screen.append(ratingForm(texts, rate, title));
  screen.append(start);
  return { element: screen, title };
}

/**
 * @param {import('./texts.js').Texts} texts
 * @param {(score: number, comment: string) => Promise<unknown>} rate
 * @param {HTMLElement} title takes the focus when the form goes away
 */
function ratingForm(texts, rate, title) {
  const status = h('p', { class: 'status', role: 'status' });
  const comment = h('textarea', { id: 'comment', rows: '2', maxlength: '1000', dir: 'auto', 'aria-describedby': 'comment-hint' });
  const form = h(
    'form',
    { novalidate: true },
    h('fieldset', {}, h('legend', {}, texts.rateAsk), h('div', { class: 'scores' }, ...SCORES.map((score) => scoreChoice(texts, score)))),
    h('label', { for: 'comment' }, texts.comment),
    comment,
    h('p', { id: 'comment-hint', class: 'hint' }, texts.commentHint),
    h('div', { class: 'actions' }, h('button', { class: 'primary', type: 'submit' }, texts.sendRating), skipButton(texts, () => finish(''))),
  );

  /** @param {string} words */
  function finish(words) {
    form.remove();
    status.textContent = words;
    title.focus();
  }

  form.addEventListener('submit', async (/** @type {Event} */ event) => {
    event.preventDefault();
    const chosen = form.querySelector('input:checked');
    if (!chosen) {
      status.textContent = texts.choose;
      return form.querySelector('input').focus();
    }
    try {
      await rate(Number(chosen.value), comment.value.trim());
      finish(texts.rated);
    } catch {
      status.textContent = texts.rateFailed;
    }
  });
  return h('div', { class: 'rating' }, form, status);
}

/** @param {import('./texts.js').Texts} texts @param {number} score */
function scoreChoice(texts, score) {
  const input = h('input', { type: 'radio', name: 'score', value: score, id: `score-${score}` });
  const label = h('label', { for: `score-${score}` }, h('b', {}, String(score)), h('span', {}, texts.rates[score - 1]));
  return h('span', { class: 'score' }, input, label);
}

/** @param {import('./texts.js').Texts} texts @param {() => void} skip */
function skipButton(texts, skip) {
  return h('button', { class: 'plain', type: 'button', onclick: skip }, texts.skip);
}
