/** Types of the widget's modules, for editors and `tsc --checkJs`. Not served: browsers load the *.js files only. */

type Texts = typeof import('./texts.js').en;
type Button = { id: string; title: string };
type Source = { article: string; section?: string; title?: string };
type Session = { id: string; token: string };
type Introduction = { locale: string; page: string; timezone: string };
type Rate = (score: number, comment: string) => Promise<unknown>;

/** What the clinic's profile says, as far as a visitor needs it in the window. */
interface Clinic {
  name?: string;
  phone?: string;
  phone_e164?: string;
  email?: string;
  emergency_number?: string;
}

/** A message of the public chat API (docs/api.md). */
interface Message {
  seq: number;
  id: string;
  role: 'visitor' | 'bot' | 'staff';
  kind: string;
  text: string;
  buttons?: Button[];
  sources?: Source[];
  lang?: string;
  client_id?: string;
  created_at: string;
}

/** A message on its way: `waiting` tries again by itself, `failed` waits for the visitor. */
interface Outgoing {
  clientId: string;
  text: string;
  buttonId?: string;
  state: 'queued' | 'sending' | 'waiting' | 'failed';
  error?: import('./api.js').ApiError;
  /** milliseconds, as Date.now() */
  retryAt: number;
  tries: number;
}

type State = 'idle' | 'starting' | 'active' | 'unreachable' | 'expired' | 'ended';

interface StreamHooks {
  open: (signal: AbortSignal) => Promise<Response>;
  /** fetches and delivers what is new */
  poll: () => Promise<void>;
  deliver: (message: Message) => void;
  connected: (yes: boolean) => void;
  gone: () => void;
}
