/** Every word of the widget's own chrome. The conversation itself is worded by the server. */

const en = {
  launcher: 'Ask a question',
  unread: '{n} new',
  title: 'Consultation assistant',
  identity: 'Automated assistant, not a person',
  staffHere: 'A team member is answering now',
  close: 'Close chat',
  options: 'Options',
  newConversation: 'New conversation',
  endConversation: 'End conversation',
  endAsk: 'End this conversation? Its messages are removed from this screen.',
  newAsk: 'Start over? This conversation ends and its messages are removed from this screen.',
  yesEnd: 'Yes, end it',
  yesNew: 'Yes, start over',
  keep: 'Keep chatting',
  messages: 'Conversation',
  you: 'You',
  bot: 'Assistant',
  staff: 'Team member (a person)',
  writing: 'The assistant is writing',
  suggested: 'Suggested replies',
  sources: 'Where this comes from',
  jump: 'New messages',
  emergencyTitle: 'Get help now',
  crisisTitle: 'Help is there right now',
  call: 'Call {number}',
  textTo: 'Text {number}',
  composer: 'Your message',
  placeholder: 'Type your question',
  hint: 'Please leave out medical details, card and ID numbers.',
  send: 'Send',
  counter: '{n} of {max} characters',
  over: '{n} of {max} characters. A shorter message is understood better.',
  footer: 'Not watched for emergencies. In an emergency call',
  phone: 'Clinic:',
  person: 'Talk to a person',
  personMessage: 'I would like to talk to a person',
  sending: 'Sending',
  queued: 'Waiting to be sent',
  waitNetwork: 'You are offline. This is sent when the connection is back.',
  waitRetry: 'Not sent yet. Trying again.',
  waitLimit: 'Many messages at once. Sent in {n} s.',
  notSent: 'Not sent',
  tryAgain: 'Try again',
  edit: 'Edit',
  starting: 'Starting the chat',
  lost: 'The connection is lost. Trying again.',
  back: 'Connected again.',
  startFailed: 'The chat cannot be reached right now.',
  startLimit: 'Too many chats were started from here. Please try again later.',
  orCall: 'You can also call',
  offline: 'You seem to be offline.',
  timeout: 'This took too long.',
  server: 'Something went wrong on our side.',
  expired: 'This conversation has ended because it was not used for a while. What you typed is kept below.',
  startAnew: 'Start a new conversation',
  endedTitle: 'Conversation ended',
  endedText: 'Its messages are no longer on this screen.',
  rateAsk: 'How helpful was the assistant?',
  rates: ['Not at all', 'A little', 'Fairly', 'Very', 'Extremely'],
  comment: 'Anything to add? (optional)',
  commentHint: 'Please leave out medical details and your name.',
  sendRating: 'Send rating',
  skip: 'Skip',
  choose: 'Choose a number from 1 to 5 first.',
  rated: 'Thank you. Your rating was sent.',
  rateFailed: 'The rating could not be sent. Please try again, or skip.',
};

/** @type {typeof en} */
const es = {
  launcher: 'Haga una pregunta',
  unread: '{n} nuevos',
  title: 'Asistente de consulta',
  identity: 'Asistente automático, no es una persona',
  staffHere: 'Ahora responde alguien del equipo',
  close: 'Cerrar el chat',
  options: 'Opciones',
  newConversation: 'Nueva conversación',
  endConversation: 'Terminar conversación',
  endAsk: '¿Terminar esta conversación? Sus mensajes se borran de esta pantalla.',
  newAsk: '¿Empezar de nuevo? Esta conversación termina y sus mensajes se borran de esta pantalla.',
  yesEnd: 'Sí, terminar',
  yesNew: 'Sí, empezar de nuevo',
  keep: 'Seguir en el chat',
  messages: 'Conversación',
  you: 'Usted',
  bot: 'Asistente',
  staff: 'Alguien del equipo (una persona)',
  writing: 'El asistente está escribiendo',
  suggested: 'Respuestas sugeridas',
  sources: 'De dónde viene esto',
  jump: 'Mensajes nuevos',
  emergencyTitle: 'Pida ayuda ahora',
  crisisTitle: 'Hay ayuda ahora mismo',
  call: 'Llamar al {number}',
  textTo: 'Mensaje al {number}',
  composer: 'Su mensaje',
  placeholder: 'Escriba su pregunta',
  hint: 'No incluya datos médicos ni números de tarjeta o de identidad.',
  send: 'Enviar',
  counter: '{n} de {max} caracteres',
  over: '{n} de {max} caracteres. Un mensaje más corto se entiende mejor.',
  footer: 'Nadie vigila este chat por emergencias. En una emergencia llame al',
  phone: 'Clínica:',
  person: 'Hablar con una persona',
  personMessage: 'Quiero hablar con una persona',
  sending: 'Enviando',
  queued: 'En espera',
  waitNetwork: 'Está sin conexión. Se enviará cuando vuelva.',
  waitRetry: 'Aún no se envió. Intentando otra vez.',
  waitLimit: 'Muchos mensajes seguidos. Se envía en {n} s.',
  notSent: 'No enviado',
  tryAgain: 'Intentar otra vez',
  edit: 'Editar',
  starting: 'Iniciando el chat',
  lost: 'Se perdió la conexión. Intentando otra vez.',
  back: 'Conectado de nuevo.',
  startFailed: 'Ahora no se puede abrir el chat.',
  startLimit: 'Se iniciaron demasiados chats desde aquí. Intente más tarde.',
  orCall: 'También puede llamar al',
  offline: 'Parece que está sin conexión.',
  timeout: 'Tardó demasiado.',
  server: 'Algo falló de nuestro lado.',
  expired: 'Esta conversación terminó por falta de uso. Lo que escribió sigue abajo.',
  startAnew: 'Empezar una conversación nueva',
  endedTitle: 'Conversación terminada',
  endedText: 'Sus mensajes ya no están en esta pantalla.',
  rateAsk: '¿Qué tan útil fue el asistente?',
  rates: ['Nada', 'Poco', 'Algo', 'Mucho', 'Muchísimo'],
  comment: '¿Algo más? (opcional)',
  commentHint: 'No incluya datos médicos ni su nombre.',
  sendRating: 'Enviar valoración',
  skip: 'Omitir',
  choose: 'Elija primero un número del 1 al 5.',
  rated: 'Gracias. Su valoración se envió.',
  rateFailed: 'No se pudo enviar la valoración. Intente otra vez u omítala.',
};

const languages = { en, es };

/** @typedef {typeof en} Texts */

/**
 * The chrome's language for a list of wishes, best first ("es-MX" finds "es"); English when none is known.
 * @param {(string | null | undefined)[]} wishes
 * @returns {keyof typeof languages}
 */
export function pickLanguage(wishes) {
  for (const wish of wishes) {
    const base = String(wish ?? '').toLowerCase().split(/[-_]/)[0];
    if (Object.hasOwn(languages, base)) return /** @type {keyof typeof languages} */ (base);
  }
  return 'en';
}

/** @param {keyof typeof languages} language @returns {Texts} */
export function textsFor(language) {
  return languages[language];
}

/**
 * Puts values into a text: fill('Call {number}', {number: '911'}).
 * @param {string} text @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
