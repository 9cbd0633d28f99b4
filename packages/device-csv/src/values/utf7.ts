/** Letters as UTF-7 writes them: `Z+APw-rich`, and `+-` for a plus sign. [RFC 2152] */

const run = /\+([A-Za-z0-9+/]*)-?/g

/** The same text where it is not UTF-7. */
export const fromUtf7 = (text: string): string =>
  text.includes('+')
    ? text.replaceAll(run, (whole, letters: string) =>
        letters === '' ? '+' : decoded(letters, whole),
      )
    : text

function decoded(letters: string, whole: string): string {
  try {
    const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))
    return new TextDecoder('utf-16be', { fatal: true }).decode(
      bytes.subarray(0, bytes.length - (bytes.length % 2)),
    )
  } catch {
    return whole
  }
}
