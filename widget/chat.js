/**
 * The one script a page needs: <script type="module" src="https://chat.example/widget/chat.js"></script>
 * Registers <consultation-chat>; if the page has none, puts one at the end of the body. Loading it twice does no harm.
 */

import { ConsultationChat } from './element.js';

const NAME = 'consultation-chat';

if (!customElements.get(NAME)) customElements.define(NAME, ConsultationChat);

function insert() {
  if (!document.querySelector(NAME)) document.body.append(document.createElement(NAME));
}

// A module runs when the document is parsed; only a script added by another script can be earlier.
if (document.body && document.readyState !== 'loading') insert();
else addEventListener('DOMContentLoaded', insert, { once: true });
