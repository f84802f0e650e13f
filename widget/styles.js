/**
 * The widget's look, as a constructed style sheet: a strict content security policy needs no exception for it.
 * A page themes it with --chat-accent, --chat-on-accent, --chat-font, --chat-radius, --chat-z-index, --chat-gap.
 */

const dark = `
  --accent: var(--chat-accent-dark, #5cc4b4); --on-accent: var(--chat-on-accent-dark, #06231f); --head: #12302d; --on-head: #eef7f5;
  --surface: #14191a; --raised: #1e2526; --text: #e9efee; --soft: #b3c0be; --line: #364243; --edge: #7d8d8c;
  --danger: #ffb4a9; --danger-back: #40140f; --danger-line: #ff8a7a; --on-danger: #33100b;
  --good-back: #10322a; --good: #8fdcc8; --warn-back: #37290a; --warn: #ffd98a; --shade: rgb(0 0 0 / .6);
  color-scheme: dark;`;

const css = `
:host {
  --accent: var(--chat-accent, #0b5f58); --on-accent: var(--chat-on-accent, #fff); --head: var(--accent); --on-head: var(--on-accent);
  --surface: #f4f7f6; --raised: #fff; --text: #17211f; --soft: #51605d; --line: #d5dedc; --edge: #74827f;
  --danger: #9a1b10; --danger-back: #fdecea; --danger-line: #b3261e; --on-danger: #fff;
  --good-back: #e3f4ee; --good: #0a5a45; --warn-back: #fff4d6; --warn: #6b4a00; --shade: rgb(12 40 36 / .28);
  --radius: var(--chat-radius, 16px); --gap: var(--chat-gap, 20px);
  color-scheme: light; position: fixed; z-index: var(--chat-z-index, 2147483000);
  inset-block-end: 0; inset-inline-end: 0; font: 400 16px/1.5 var(--chat-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
  letter-spacing: normal; text-align: start; text-transform: none; color: var(--text); -webkit-text-size-adjust: 100%;
}
:host([hidden]) { display: none; }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) {${dark}} }
:host([theme="dark"]) {${dark}}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; -webkit-tap-highlight-color: transparent; }
p, h2, h3, ul { margin: 0; padding: 0; }
a { color: var(--accent); text-underline-offset: .15em; }
.icon { width: 1.25em; height: 1.25em; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

.launcher {
  position: absolute; inset-block-end: calc(var(--gap) + env(safe-area-inset-bottom)); inset-inline-end: calc(var(--gap) + env(safe-area-inset-right));
  display: flex; align-items: center; gap: .6em; min-height: 56px; max-width: calc(100vw - 2 * var(--gap)); padding: .75em 1.35em; border: 2px solid transparent;
  border-radius: 28px; background: var(--accent); color: var(--on-accent); font-weight: 600; white-space: nowrap;
  box-shadow: 0 2px 6px var(--shade), 0 10px 28px var(--shade); transition: transform .16s, box-shadow .16s;
}
.launcher:hover { transform: translateY(-2px); }
.launcher:focus-visible { outline-offset: 3px; }
.launcher span:not(.unread) { overflow: hidden; text-overflow: ellipsis; }
.unread { padding: 0 .6em; border-radius: 1em; background: var(--on-accent); color: var(--accent); font-size: .8125rem; }

.panel {
  position: fixed; inset: auto; inset-block-end: calc(var(--gap) + env(safe-area-inset-bottom)); inset-inline-end: calc(var(--gap) + env(safe-area-inset-right));
  width: 25rem; max-width: calc(100vw - 2 * var(--gap)); height: min(43rem, 100dvh - 2 * var(--gap)); max-height: none; margin: 0; padding: 0; border: 1px solid var(--line);
  border-radius: var(--radius); background: var(--surface); color: inherit; overflow: hidden; overscroll-behavior: contain;
  box-shadow: 0 4px 14px var(--shade), 0 24px 64px var(--shade);
}
.panel[open] { display: flex; flex-direction: column; animation: rise .18s ease-out; }
.panel::backdrop { background: var(--surface); }
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }

header { display: flex; align-items: center; gap: .625rem; padding: .75rem .375rem .75rem 1rem; background: var(--head); color: var(--on-head); padding-block-start: max(.75rem, env(safe-area-inset-top)); }
.avatar { display: grid; place-items: center; width: 36px; height: 36px; flex: none; border-radius: 50%; background: color-mix(in srgb, currentColor 16%, transparent); }
.who { flex: 1; min-width: 0; }
h2 { font-size: 1rem; font-weight: 650; line-height: 1.3; overflow-wrap: anywhere; }
#identity, .owner { font-size: .78125rem; line-height: 1.35; }
.owner:not(:empty) { font-weight: 600; }
.owner:not(:empty)::before { content: "● "; }
.round { display: grid; place-items: center; width: 44px; height: 44px; flex: none; border: 0; border-radius: 50%; background: none; }
.round + .round { margin-inline-start: -.625rem; }
.round:hover { background: color-mix(in srgb, currentColor 14%, transparent); }
header :focus-visible { outline-color: currentColor; outline-offset: -4px; }
.menu { display: flex; flex-wrap: wrap; background: var(--raised); border-block-end: 1px solid var(--line); }
.menu button { flex: 1 1 auto; min-height: 44px; padding: .25rem 1rem; border: 0; background: none; font-weight: 600; font-size: .875rem; color: var(--accent); }
.menu button:hover { background: var(--surface); }
.menu :focus-visible { outline-offset: -4px; }
.notice:not(:empty), .confirm { display: grid; gap: .625rem; padding: .75rem 1rem; background: var(--warn-back); color: var(--warn); font-size: .875rem; border-block-end: 1px solid var(--line); }
.notice a { color: inherit; }
.confirm { background: var(--raised); color: inherit; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; }
.primary, .plain { min-height: 44px; padding: .5rem 1.1rem; border: 1.5px solid var(--accent); border-radius: 22px; font-weight: 600; font-size: .875rem; justify-self: start; }
.primary { background: var(--accent); color: var(--on-accent); }
.plain { background: var(--raised); color: var(--accent); }
.textual { display: inline; min-height: 24px; padding: 0 .15em; border: 0; background: none; color: inherit; font-weight: 600; text-decoration: underline; text-underline-offset: .15em; }

.talk { position: relative; flex: 1; min-height: 7rem; display: flex; flex-direction: column; }
.log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: .5rem 1rem 1rem; scrollbar-color: var(--edge) transparent; }
.log:focus-visible { outline-offset: -4px; }
.turn { display: flex; flex-direction: column; align-items: flex-start; margin-block-start: 1rem; }
.turn.follows { margin-block-start: .375rem; }
.turn.follows .author { display: none; }
.author, .meta { font-size: .75rem; color: var(--soft); }
.author { margin-block-end: .2rem; font-weight: 600; }
.bubble { max-width: 92%; padding: .625rem .875rem; border: 1px solid var(--line); border-radius: 4px 16px 16px 16px; background: var(--raised); overflow-wrap: anywhere; }
.text { white-space: pre-line; unicode-bidi: plaintext; }
.text b, .text [href^="tel"] { white-space: nowrap; }
.meta { margin-block-start: .2rem; }
.turn:has(+ .follows) > time { display: none; }
.visitor { align-items: flex-end; }
.visitor .bubble { max-width: 85%; border-color: var(--accent); border-radius: 16px 16px 4px 16px; background: var(--accent); color: var(--on-accent); }
.visitor .meta { text-align: end; }
.pending .bubble { opacity: .85; }
.failed .bubble { opacity: 1; background: var(--raised); color: inherit; border: 1.5px dashed var(--danger-line); }
.wrong, .failed .textual { color: var(--danger); }
.wrong { font-weight: 600; }
.failed .textual { font-size: .875rem; padding: .35rem .4rem; }
.staff .bubble { border-color: var(--accent); border-inline-start-width: 4px; }
.staff .author { color: var(--accent); }
.sources { margin-block-start: .5rem; font-size: .8125rem; color: var(--soft); }
.sources summary { width: fit-content; min-height: 24px; cursor: pointer; }
.sources ul { padding-inline-start: 1.15rem; }
.disclaimer { flex-basis: 100%; margin-block: .625rem -.125rem; padding-block-start: .5rem; border-block-start: 1px solid var(--line); font-size: .8125rem; line-height: 1.45; color: var(--soft); }
.disclaimer .icon { width: 1.15em; height: 1.15em; margin-inline-end: .35em; vertical-align: -.2em; }
.kind-disclaimer .bubble { border-style: dashed; font-size: .8125rem; color: var(--soft); }
.kind-confirmation .bubble { display: flex; flex-wrap: wrap; gap: 0 .625rem; background: var(--good-back); border-color: var(--good); }
.kind-confirmation .text { flex: 1; }
.badge { display: grid; place-items: center; width: 1.6em; height: 1.6em; flex: none; border-radius: 50%; background: var(--good); color: var(--good-back); }
.badge .icon { width: 1em; height: 1em; stroke-width: 3; }
.kind-notice .bubble, .kind-privacy .bubble { background: none; border-style: dashed; }
.kind-error .bubble { background: var(--warn-back); color: var(--warn); border-color: currentColor; }
.kind-error a { color: inherit; }
.kind-emergency .bubble, .kind-crisis .bubble { max-width: 100%; width: 100%; border: 2px solid var(--danger-line); border-inline-start-width: 8px; border-radius: 10px; background: var(--danger-back); }
.kind-emergency a:not(.help), .kind-crisis a:not(.help) { color: var(--danger); font-weight: 700; }
.urgent { display: flex; align-items: center; gap: .5rem; margin-block-end: .375rem; font-weight: 700; color: var(--danger); }
.helps { display: flex; flex-wrap: wrap; gap: .5rem; margin-block: .75rem .25rem; }
.help { display: flex; align-items: center; gap: .5rem; min-height: 48px; padding: .5rem 1.1rem; border: 2px solid var(--danger-line); border-radius: 24px; background: var(--danger-line); color: var(--on-danger); font-weight: 700; text-decoration: none; }
.help + .help { background: var(--raised); color: var(--danger); }
.help:focus-visible { outline-color: var(--danger); }
.replies { display: flex; flex-wrap: wrap; gap: .5rem; margin-block-start: .5rem; order: 1; }
.reply { min-height: 40px; max-width: 100%; padding: .375rem .95rem; border: 1.5px solid var(--accent); border-radius: 20px; background: var(--raised); color: var(--accent); font-size: .9375rem; font-weight: 550; line-height: 1.3; text-align: start; overflow-wrap: anywhere; }
.reply:hover:enabled { background: var(--accent); color: var(--on-accent); }
.reply:disabled { cursor: default; border-color: var(--line); background: none; color: var(--soft); min-height: 30px; padding-block: .1rem; font-size: .8125rem; }
.reply.chosen::before { content: "✓ "; }
.typing { display: flex; gap: .3rem; align-items: center; height: 1.75rem; padding-inline: 1.25rem; }
.typing i { width: 8px; height: 8px; border-radius: 50%; background: var(--edge); animation: wave 1.2s infinite; }
.typing i:nth-child(2) { animation-delay: .15s; }
.typing i:nth-child(3) { animation-delay: .3s; }
@keyframes wave { 30% { transform: translateY(-4px); } 0%, 60%, 100% { transform: none; } }
.jump { position: absolute; inset-block-end: .5rem; left: 50%; transform: translateX(-50%); display: flex; align-items: center; gap: .35rem; min-height: 36px; padding: .25rem .9rem; border: 1px solid var(--line); border-radius: 18px; background: var(--raised); color: var(--accent); font-size: .8125rem; font-weight: 600; box-shadow: 0 2px 10px var(--shade); }

.composer { padding: .5rem .75rem 0; background: var(--raised); border-block-start: 1px solid var(--line); }
.field { display: flex; align-items: flex-end; gap: .25rem; padding: 3px; border: 1.5px solid var(--edge); border-radius: 24px; background: var(--raised); }
.field:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1.5px var(--accent); }
.field textarea { flex: 1; min-width: 0; min-height: 44px; max-height: 8.5rem; margin: 0; padding: .6rem .25rem .5rem .85rem; border: 0; background: none; resize: none; line-height: 1.4; }
.field textarea:focus-visible { outline: 1.5px solid transparent; }
::placeholder { color: var(--soft); opacity: 1; }
.send { display: grid; place-items: center; width: 44px; height: 44px; flex: none; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
:dir(rtl) > .send .icon { transform: scaleX(-1); }
.hint { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .75rem; padding: .25rem .5rem 0; font-size: .75rem; color: var(--soft); }
.count { font-variant-numeric: tabular-nums; }
.over { color: var(--danger); font-weight: 600; }
footer { padding: .25rem 1.25rem max(.625rem, env(safe-area-inset-bottom)); background: var(--raised); font-size: .75rem; line-height: 1.6; color: var(--soft); }
footer a, footer .textual { color: var(--text); font-weight: 600; display: inline-block; min-height: 24px; line-height: 24px; }
.ways { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
footer .textual { padding: 0; }

.ending { flex: 1; overflow-y: auto; padding: 1.25rem; }
.ended { display: grid; gap: .75rem; }
h3 { font-size: 1.125rem; }
h3:focus-visible { outline-offset: 4px; }
fieldset { margin: 0 0 1rem; padding: 0; border: 0; min-width: 0; }
legend, .rating label[for="comment"] { display: block; margin-block-end: .5rem; padding: 0; font-weight: 600; }
.scores { display: flex; gap: .375rem; }
.score { position: relative; flex: 1 1 0; min-width: 0; }
.score input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.score label { display: flex; flex-direction: column; align-items: center; min-height: 60px; padding: .4rem .1rem; border: 1.5px solid var(--edge); border-radius: 10px; background: var(--raised); }
.score span { font-size: .6875rem; line-height: 1.25; text-align: center; overflow-wrap: anywhere; }
.score input:checked + label { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.score input:focus-visible + label { outline: 3px solid var(--accent); outline-offset: 2px; }
.rating textarea { width: 100%; padding: .5rem .75rem; border: 1.5px solid var(--edge); border-radius: 10px; background: var(--raised); resize: vertical; }
.rating .hint { padding-inline: 0; margin-block-end: .75rem; }
.status:not(:empty) { margin-block-start: .75rem; font-weight: 600; }

@media (max-width: 30rem), (max-height: 28rem) {
  .panel { inset: var(--view-top, 0) 0 auto 0; width: 100%; max-width: 100%; height: var(--view-height, 100dvh); border: 0; border-radius: 0; box-shadow: none; overflow-y: auto; }
  .bubble { max-width: 95%; }
}
@media (max-height: 28rem) {
  header { padding-block: .25rem; }
  .avatar, .composer .hint:not(:has(.count:not([hidden]))) { display: none; }
}
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; } }
@media (forced-colors: active) {
  .launcher, .round, .send, .panel { border: 1px solid ButtonText; }
  .typing i { background: CanvasText; }
  .reply:disabled { color: GrayText; }
  .score input:checked + label { outline: 3px solid Highlight; }
  .help, .primary { border-style: double; }
  .failed .bubble { border-style: dashed; }
}
`;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** The one style sheet all elements of a page share; made when first asked for. */
export function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}
