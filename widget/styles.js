/**
 * The widget's look, as a constructed style sheet: a strict content security policy needs no exception for it.
 * A page themes it with --chat-accent, --chat-on-accent, --chat-font, --chat-radius, --chat-gap, --chat-z-index.
 */

const dark = `
--accent: var(--chat-accent-dark, #5cc4b4); --on-accent: var(--chat-on-accent-dark, #06231f); --head: #12302d; --on-head: #eef7f5;
--surface: #14191a; --raised: #1e2526; --text: #e9efee; --soft: #b3c0be; --line: #364243; --edge: #7d8d8c;
--danger: #ff9d8f; --danger-back: #40140f; --on-danger: #33100b; --good: #8fdcc8; --good-back: #10322a; --warn: #ffd98a; --warn-back: #37290a;
--shade: rgb(0 0 0 / .5); color-scheme: dark;`;

const css = `
:host {
--accent: var(--chat-accent, #0b5f58); --on-accent: var(--chat-on-accent, #fff); --head: var(--accent); --on-head: var(--on-accent);
--surface: #f4f7f6; --raised: #fff; --text: #17211f; --soft: #51605d; --line: #d5dedc; --edge: #74827f;
--danger: #a81f15; --danger-back: #fdecea; --on-danger: #fff; --good: #0a5a45; --good-back: #e3f4ee; --warn: #6b4a00; --warn-back: #fff4d6;
--shade: rgb(0 0 0 / .3); --gap: var(--chat-gap, 20px); color-scheme: light;
position: fixed; z-index: var(--chat-z-index, 2147483000); inset-block-end: 0; inset-inline-end: 0;
font: 16px/1.5 var(--chat-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif); color: var(--text); text-align: start;
}
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) {${dark}} }
:host([theme="dark"]) {${dark}}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; margin: 0; }
button, textarea { font: inherit; color: inherit; }
button { padding: 0; border: 0; background: none; cursor: pointer; }
a { color: var(--accent); }
svg { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

.launcher, .panel { position: fixed; inset-block-end: calc(var(--gap) + env(safe-area-inset-bottom)); inset-inline-end: calc(var(--gap) + env(safe-area-inset-right)); max-width: calc(100vw - 2 * var(--gap)); box-shadow: 0 6px 32px var(--shade); }
.launcher { display: flex; align-items: center; gap: 10px; min-height: 56px; padding: 8px 22px; border: 2px solid transparent; border-radius: 28px; background: var(--accent); color: var(--on-accent); font-weight: 600; }
.unread:not(:empty) { padding: 0 10px; border-radius: 12px; background: var(--on-accent); color: var(--accent); font-size: 13px; }
.panel { inset-block-start: auto; inset-inline-start: auto; width: 400px; height: min(740px, 100dvh - 2 * var(--gap)); max-height: none; padding: 0; border: 1px solid var(--line); border-radius: var(--chat-radius, 16px); background: var(--surface); color: inherit; overflow: hidden; }
.panel[open] { display: flex; flex-direction: column; }

.head { display: flex; align-items: center; gap: 8px; padding: 10px 6px 10px 16px; padding-block-start: max(10px, env(safe-area-inset-top)); background: var(--head); color: var(--on-head); }
.head > svg { width: 26px; height: 26px; }
.head :focus-visible { outline-color: currentColor; outline-offset: -4px; }
.who { flex: 1; }
.who p { font-size: 12.5px; line-height: 1.4; }
h2 { font-size: 16px; }
.round { display: grid; place-items: center; width: 42px; height: 44px; flex: none; border-radius: 50%; }
.menu { display: flex; flex-wrap: wrap; background: var(--raised); }
.menu button { flex: auto; min-height: 44px; font-size: 14px; font-weight: 600; color: var(--accent); }
.notice:not(:empty) { display: grid; justify-items: start; gap: 10px; padding: 12px 18px; background: var(--warn-back); color: var(--warn); font-size: 14px; }
.primary, .plain, .reply, .help { min-height: 44px; padding: 6px 16px; border: 1.5px solid var(--accent); border-radius: 22px; background: var(--raised); color: var(--accent); font-size: 15px; font-weight: 600; line-height: 1.3; text-align: start; overflow-wrap: anywhere; }
.primary, .reply:hover:enabled { background: var(--accent); color: var(--on-accent); }
.textual { min-height: 24px; font-weight: 600; text-decoration: underline; }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
.small, .meta, .author, summary, ul { font-size: 12.5px; color: var(--soft); }

.talk { position: relative; flex: 1; min-height: 112px; display: flex; flex-direction: column; }
.log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 0 16px 16px; }
.log:focus-visible { outline-offset: -4px; }
.turn { display: flex; flex-direction: column; align-items: flex-start; gap: 4px; margin-block-start: 16px; }
.follows { margin-block-start: 6px; }
.follows .author, .turn:has(+ .follows) > time { display: none; }
.author { font-weight: 600; }
.bubble { max-width: 92%; padding: 10px 14px; border: 1px solid var(--line); border-radius: 4px 16px 16px; background: var(--raised); overflow-wrap: anywhere; }
.text { white-space: pre-line; }
.text b, .text [href^="tel"] { white-space: nowrap; }
.visitor { align-items: flex-end; }
.visitor .bubble { border-color: var(--accent); border-radius: 16px 16px 4px; background: var(--accent); color: var(--on-accent); }
.failed .bubble { border: 2px dashed var(--danger); background: var(--raised); color: inherit; }
.visitor .meta { text-align: end; }
.failed .meta, .wrong { color: var(--danger); font-weight: 600; }
.failed .textual { padding: 4px 6px; }
.staff .bubble { border-color: var(--accent); border-inline-start-width: 5px; }
summary { width: fit-content; margin-block-start: 6px; line-height: 24px; cursor: pointer; }
ul { padding-inline-start: 18px; }
.disclaimer { flex-basis: 100%; margin-block-start: 8px; padding-block-start: 8px; border-block-start: 1px solid var(--line); font-size: 13px; line-height: 1.45; color: var(--soft); }
.disclaimer svg { width: 15px; height: 15px; margin-inline-end: 5px; vertical-align: -2px; }
.kind-error .bubble { background: var(--warn-back); }
.kind-confirmation .bubble { display: flex; flex-wrap: wrap; gap: 0 10px; background: var(--good-back); border-color: var(--good); }
.kind-confirmation .text { flex: 1; }
.badge { display: grid; place-items: center; width: 26px; height: 26px; border-radius: 50%; background: var(--good); color: var(--good-back); }
.kind-emergency .bubble, .kind-crisis .bubble { max-width: 100%; border: 2px solid var(--danger); border-inline-start-width: 8px; border-radius: 10px; background: var(--danger-back); }
.bubble .row { margin-block: 12px 4px; }
.urgent, .urgent ~ p a { color: var(--danger); font-weight: 700; }
.urgent { display: flex; gap: 8px; margin-block-end: 6px; }
.help { display: flex; align-items: center; min-height: 48px; border-color: var(--danger); color: var(--danger); text-decoration: none; border-radius: 24px; }
.help:first-child { background: var(--danger); color: var(--on-danger); }
.reply { min-height: 40px; }
.reply:disabled { min-height: 30px; padding-block: 2px; border-color: var(--line); background: none; color: var(--soft); font-size: 13px; }
.chosen::before { content: "✓ "; }
.typing { display: flex; gap: 5px; padding: 4px 20px 14px; }
.typing i { width: 8px; height: 8px; border-radius: 50%; background: var(--edge); animation: wave 1.2s infinite; }
.typing i + i { animation-delay: .15s; }
.typing i + i + i { animation-delay: .3s; }
@keyframes wave { 30% { transform: translateY(-4px); } 60% { transform: none; } }
.jump { position: absolute; inset-block-end: 8px; left: 50%; transform: translateX(-50%); white-space: nowrap; }

.composer { padding: 8px 12px 0; background: var(--raised); border-block-start: 1px solid var(--line); }
.field { display: flex; align-items: flex-end; padding: 3px; border: 1.5px solid var(--edge); border-radius: 26px; }
.field:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1.5px var(--accent); }
.field textarea { flex: 1; min-width: 0; min-height: 44px; max-height: 136px; padding: 10px 4px 8px 14px; border: 0; background: none; resize: none; outline-color: transparent; }
::placeholder { color: var(--soft); opacity: 1; }
.field .round { background: var(--accent); color: var(--on-accent); }
.field:dir(rtl) svg { transform: scaleX(-1); }
.composer .small { padding: 4px 8px 0; }
.footer { padding: 2px 20px max(10px, env(safe-area-inset-bottom)); background: var(--raised); line-height: 24px; }
.footer a, .footer button { display: inline-block; color: var(--text); font-weight: 600; }
.ways { display: flex; flex-wrap: wrap; justify-content: space-between; }

.ending { flex: 1; overflow-y: auto; padding: 20px; }
.ended, form:not(.composer) { display: grid; justify-items: start; gap: 12px; }
fieldset { width: 100%; min-width: 0; padding: 0; border: 0; }
legend { padding: 0 0 8px; }
legend, [for="comment"] { font-weight: 600; }
.ended > div, .ended textarea { width: 100%; }
.ended textarea { padding: 8px 12px; border: 1.5px solid var(--edge); border-radius: 10px; background: var(--raised); }
.scores { display: flex; gap: 6px; }
.score { position: relative; flex: 1 1 0; min-width: 0; padding: 6px 1px; border: 1.5px solid var(--edge); border-radius: 10px; background: var(--raised); text-align: center; cursor: pointer; }
.score input { position: absolute; inset: 0; opacity: 0; }
.score span { display: block; font-size: 11px; line-height: 1.3; overflow-wrap: anywhere; }
.score:has(:checked) { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.score:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }

@media (max-width: 30rem), (max-height: 28rem) { .panel { inset: var(--view-top, 0) 0 auto; width: 100%; max-width: none; height: var(--view-height, 100dvh); border: 0; border-radius: 0; overflow-y: auto; } }
@media (max-height: 28rem) { .head { padding-block: 0; } }
@media (max-width: 22rem) { .head > svg { display: none; } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
@media (forced-colors: active) { .round, .typing i { border: 1px solid; } .score:has(:checked) { outline: 3px solid Highlight; } }
`;
let sheet;

/** The one style sheet all elements of a page share; made when first asked for. */
export function styles() {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
  return sheet;
}
