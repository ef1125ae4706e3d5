// oxlint-disable-next-line no-control-regex -- telling ASCII from the rest is the point
const ASCII = /^[\u0000-\u007f]*$/;

/** The text in capitals without spaces and punctuation, letters beyond ASCII included. */
export function lettersAndDigits(text: string | undefined): string {
  if (text === undefined || text === '') return '';
  const capitals = text.toUpperCase();
  // Nearly every address is ASCII, for which the plain class is several times as fast.
  return ASCII.test(capitals)
    ? capitals.replace(/[^A-Z0-9]+/g, '')
    : capitals.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Whether the first character that is no space is one of 0 to 9. */
export function startsWithDigit(text: string | undefined): boolean {
  if (text === undefined) return false;
  let at = 0;
  while (text.charCodeAt(at) === 32) at += 1;
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** Whether there is any letter, of whatever script. */
export function hasLetter(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return true;
    if (code > 127) return /\p{L}/u.test(text);
  }
  return false;
}
