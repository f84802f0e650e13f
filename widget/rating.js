/** What is shown when a conversation has ended: a question, and the way to a new conversation. */

import { button, h } from './dom.js';

/** @param {Texts} texts @param {Rate | null | undefined} rate nothing to rate: null @param {() => void} again */
export function endScreen(texts, rate, again) {
  return h(
    'div',
    { class: 'ended' },
    h('h3', { tabindex: -1 }, texts.endedTitle),
    rate && ratingForm(texts, rate),
    button('plain', again, texts.newConversation),
  );
}

function ratingForm(texts, rate) {
  const status = h('p', { role: 'status' });
  const comment = h('textarea', { id: 'comment', rows: 2, maxlength: 1000, dir: 'auto', 'aria-describedby': 'comment-hint' });
  const form = h(
    'form',
    {},
    h('fieldset', {}, h('legend', {}, texts.rateAsk), h('div', { class: 'scores' }, ...texts.rates.map(scoreChoice))),
    h('label', { for: 'comment' }, texts.comment),
    comment,
    h('p', { id: 'comment-hint', class: 'small' }, texts.hint),
    h('div', { class: 'row' }, h('button', { class: 'primary' }, texts.sendRating), button('plain', () => finish(''), texts.skip)),
  );
  const box = h('div', {}, form, status);

  function finish(words) {
    form.remove();
    status.textContent = words;
    box.parentElement?.querySelector('h3')?.focus();
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await rate(Number(new FormData(form).get('score')), comment.value.trim());
      finish(texts.rated);
    } catch {
      status.textContent = texts.rateFailed;
    }
  });
  return box;
}

function scoreChoice(words, index) {
  const score = index + 1;
  return h('label', { class: 'score' }, h('input', { type: 'radio', name: 'score', value: score, required: true }), h('b', {}, String(score)), ' ', h('span', {}, words));
}
