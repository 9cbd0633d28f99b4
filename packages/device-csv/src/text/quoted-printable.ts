/** The text of a mail as it is sent: long lines broken with an equals sign, other letters as `=C3=BC`. [RFC 2045] */

const broken = /^(?:[^\r\n]{40,76}=\r?\n){3}/m
const escaped = /(?:=[\dA-F]{2})+/g
const utf8 = new TextDecoder('utf-8', { fatal: true })
const ansi = new TextDecoder('windows-1252')

/** No base64 has an equals sign at the end of three lines that follow each other. */
export function isQuotedPrintable(text: string): boolean {
  return broken.test(text)
}

/** The text as it was written. What is not UTF-8 is read as Windows-1252. */
export function fromQuotedPrintable(text: string): string {
  return text.replaceAll(/=[ \t]*(?:\r\n|\r|\n)/g, '').replaceAll(escaped, (run) => {
    const codes = run.slice(1).split('=')
    return decoded(Uint8Array.from(codes, (code) => Number.parseInt(code, 16)))
  })
}

function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return ansi.decode(bytes)
  }
}
